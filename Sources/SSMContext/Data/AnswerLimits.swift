/// When an answer ends.
public struct AnswerLimits: Sendable, Hashable, Codable {
    /// The most tokens that may be generated.
    public var maximumTokens: Int

    /// Texts that end the answer as soon as it has one of them.
    public var stop: [String]

    /// Limits of an answer.
    public init(maximumTokens: Int, stop: [String] = []) {
        self.maximumTokens = maximumTokens
        self.stop = stop
    }
}
