/// What became of one question while a strategy made training examples, for a person who looks through them, and for
/// whoever uses the result again.
public struct PreparationRecord: Sendable, Hashable, Codable {
    /// "<sample id>#<question>".
    public var id: String

    /// What became of it, in one word of the strategy, such as "valid" or "rejected".
    public var outcome: String

    /// What is asked.
    public var query: String

    /// The accepted answers.
    public var answers: [String]

    /// What was made for the question, also where it was rejected; empty where nothing was.
    public var text: String

    /// Number of tokens of the text; nil where the tokenizer lacks its words.
    public var tokens: Int?

    /// The passages of the context that were taken out because they hold the answer, by index; nil: none was.
    public var removed: [Int]?

    /// Who made it.
    public var source: String

    /// Why the outcome is what it is; empty where there is nothing to say.
    public var reason: String

    /// A record.
    public init(
        id: String, outcome: String, query: String, answers: [String], text: String, tokens: Int?,
        removed: [Int]? = nil, source: String, reason: String = ""
    ) {
        self.id = id
        self.outcome = outcome
        self.query = query
        self.answers = answers
        self.text = text
        self.tokens = tokens
        self.removed = removed
        self.source = source
        self.reason = reason
    }
}
