import SSMReport

/// Tells a person how far a measurement is and how long it will take.
struct PerplexityProgress {
    private let console: LabConsole
    private let rows: Int
    private var done = 0
    private var seconds = 0.0
    private var lastLine = 0.0

    /// Seconds between two lines where a line cannot be drawn again.
    private static let pause = 30.0

    /// Progress of so many rows in all.
    init(_ console: LabConsole, rows: Int) {
        self.console = console
        self.rows = rows
    }

    /// A batch of rows took so long, and so many windows of a length are done.
    mutating func show(_ batch: Int, seconds taken: Double, length: Int, windows: Int, of total: Int) {
        done += batch
        seconds += taken
        let left = seconds / Double(done) * Double(rows - done)
        let line = "length \(length): \(windows) of \(total) windows, about \(NumberText.duration(left)) left in all"
        if console.isNoteTerminal {
            console.writeNote("\r\u{1B}[K" + line)
        } else if seconds - lastLine >= Self.pause {
            lastLine = seconds
            console.note(line)
        }
    }

    /// Ends the line that was drawn.
    func end() {
        if console.isNoteTerminal, done > 0 { console.writeNote("\r\u{1B}[K") }
    }
}
