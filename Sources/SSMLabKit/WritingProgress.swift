/// How far the writing of a large file is, said about every tenth of it.
struct WritingProgress {
    /// Less is written before anybody asks how long it takes.
    private static let leastBytes = 1_000_000_000

    private let console: LabConsole
    private var tenths = 0

    /// Progress on a console.
    init(console: LabConsole) {
        self.console = console
    }

    /// Says that so many bytes of all are written, if it is worth a line.
    mutating func show(_ bytes: Int, of total: Int) {
        guard total >= Self.leastBytes, bytes * 10 / total > tenths else { return }
        tenths = bytes * 10 / total
        console.note("written: \(tenths * 10) % of \(total / 1_000_000) MB")
    }
}
