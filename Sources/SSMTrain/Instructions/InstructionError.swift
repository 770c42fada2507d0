/// Why the examples of a file cannot be used.
package enum InstructionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A row is not what it should be.
    case row(place: String, reason: String)
    /// A file is of a kind that is not read.
    case unsupported(path: String, reason: String)
    /// A file has no row.
    case noRows(path: String, hint: String)
    /// The file is not what it was when its rows were counted.
    case changed(path: String)
    /// No example is left by the filters; `counts` says what went where.
    case nothingKept(counts: [String])
    /// Everything is held out.
    case nothingToTrain(kept: Int)

    package var description: String {
        switch self {
        case .row(let place, let reason):
            "\(place): \(reason); mend the row or remove it"
        case .unsupported(let path, let reason):
            "\(path): \(reason)"
        case .noRows(let path, let hint):
            "\(path): there is no row in it; \(hint)"
        case .changed(let path):
            "\(path) was changed while its rows were in use; put back what was there, or start again"
        case .nothingKept(let counts):
            "no example is left to train on; change truncate-to, or of instructions prompt-above or total-below.\n"
                + counts.joined(separator: "\n")
        case .nothingToTrain(let kept):
            "all of the \(kept) examples are held out or copies of such; make held-out smaller or add rows"
        }
    }
}
