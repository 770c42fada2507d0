/// Counts what became of all attempts to make notes.
public struct NoteManifest: Sendable, Hashable, Codable {
    /// Notes that lead to the answer.
    public private(set) var valid = 0
    /// Empty notes.
    public private(set) var empty = 0
    /// Notes that do not lead to the answer.
    public private(set) var rejected = 0
    /// Attempts that gave nothing.
    public private(set) var failed = 0

    /// Nothing was made yet.
    public init() {}

    /// All attempts.
    public var total: Int { valid + empty + rejected + failed }

    /// Counts one more attempt.
    public mutating func count(_ outcome: NoteOutcome) {
        switch outcome {
        case .valid: valid += 1
        case .empty: empty += 1
        case .rejected: rejected += 1
        case .failed: failed += 1
        }
    }
}
