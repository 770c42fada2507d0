/// How many tokens an answer took, which is what servers charge for.
public struct TokenUsage: Sendable, Hashable, Codable {
    /// Tokens of the request.
    public var prompt: Int

    /// Tokens of the answer.
    public var completion: Int

    /// A number of tokens; by default none.
    public init(prompt: Int = 0, completion: Int = 0) {
        self.prompt = prompt
        self.completion = completion
    }

    /// Adds the tokens of another answer.
    static func += (sum: inout TokenUsage, more: TokenUsage) {
        sum.prompt += more.prompt
        sum.completion += more.completion
    }
}
