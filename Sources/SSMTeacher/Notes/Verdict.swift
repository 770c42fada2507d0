/// What a verifier says of a note.
public struct Verdict: Sendable, Hashable, Codable {
    /// The result of a verification.
    public enum Outcome: String, Sendable, Hashable, Codable {
        /// The note leads to the answer.
        case accepted
        /// It does not.
        case rejected
        /// Nobody can say: the verifier's own answer could not be read.
        case failed
    }

    /// The result.
    public var outcome: Outcome

    /// Why, for a person who looks through rejected notes.
    public var reason: String

    /// A verdict.
    public init(_ outcome: Outcome, reason: String) {
        self.outcome = outcome
        self.reason = reason
    }
}
