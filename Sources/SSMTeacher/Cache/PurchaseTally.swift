/// What answers a teacher gave, and what they cost.
public struct PurchaseTally: Sendable, Hashable, Codable {
    /// Answers that were bought.
    public var bought = 0

    /// Answers that the cache had.
    public var reused = 0

    /// Tokens of the bought answers, as far as servers say.
    public var tokens = TokenUsage()
}
