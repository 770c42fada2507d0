/// What a verifier said of a teacher's answer, as the cache keeps it.
public struct KeptVerdict: Sendable, Hashable, Codable {
    /// The sample that the answer was for: the same answer may be right for one and wrong for another.
    public var sample: String

    /// The verifier's name.
    public var verifier: String

    /// What it said.
    public var verdict: Verdict

    /// A verdict to be kept.
    public init(sample: String, verifier: String, verdict: Verdict) {
        self.sample = sample
        self.verifier = verifier
        self.verdict = verdict
    }
}
