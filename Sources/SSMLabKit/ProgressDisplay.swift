/// A line about long work: drawn again and again for a person at a terminal, elsewhere written now and then.
struct ProgressDisplay {
    /// Seconds between two lines where a line cannot be drawn again.
    private static let pause = 30.0

    private let console: LabConsole
    private var lastLine = 0.0
    private var isDrawn = false

    /// A display on a console.
    init(_ console: LabConsole) {
        self.console = console
    }

    /// Shows how far the work is so many seconds after its beginning.
    mutating func show(_ line: String, at seconds: Double) {
        if console.isNoteTerminal {
            console.writeNote("\r\u{1B}[K" + line)
            isDrawn = true
        } else if seconds - lastLine >= Self.pause {
            lastLine = seconds
            console.note(line)
        }
    }

    /// Takes the line away that was drawn.
    mutating func end() {
        if isDrawn { console.writeNote("\r\u{1B}[K") }
        isDrawn = false
    }
}
