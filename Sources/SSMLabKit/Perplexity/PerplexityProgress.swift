import SSMReport

/// Tells a person how far a measurement is and how long it will take.
struct PerplexityProgress {
    private var display: ProgressDisplay
    private let rows: Int
    private var done = 0
    private var seconds = 0.0

    /// Progress of so many rows in all.
    init(_ console: LabConsole, rows: Int) {
        display = ProgressDisplay(console)
        self.rows = rows
    }

    /// A batch of rows took so long, and so many windows of a length are done.
    mutating func show(_ batch: Int, seconds taken: Double, length: Int, windows: Int, of total: Int) {
        done += batch
        seconds += taken
        let left = seconds / Double(done) * Double(rows - done)
        display.show(
            "length \(length): \(windows) of \(total) windows, about \(NumberText.duration(left)) left in all",
            at: seconds)
    }

    /// Ends the line that was drawn.
    mutating func end() { display.end() }
}
