/// One question about one context, to be answered.
public struct Prompt: Sendable, Hashable, Codable {
    /// "<sample id>#<question>".
    public var id: String

    /// The context's name: prompts with the same one share their context, row by row.
    public var contextID: String

    /// The context, in reading order.
    public var context: [Passage]

    /// What is asked, before or after the context.
    public var query: String

    /// The text that the answer follows.
    public var cue: String

    /// Whether the query stands before the context.
    public var isQueryFirst: Bool

    /// When the answer ends.
    public var limits: AnswerLimits

    /// The question's index in its sample: passages name the questions that they are evidence for by it.
    public var questionIndex: Int

    /// A prompt.
    public init(
        id: String, contextID: String, context: [Passage], query: String, cue: String, isQueryFirst: Bool = false,
        limits: AnswerLimits, questionIndex: Int = 0
    ) {
        self.id = id
        self.contextID = contextID
        self.context = context
        self.query = query
        self.cue = cue
        self.isQueryFirst = isQueryFirst
        self.limits = limits
        self.questionIndex = questionIndex
    }

    /// The prompt's whole text, up to where the answer begins.
    public var text: String {
        let passages = context.map(\.text).joined()
        return isQueryFirst ? query + passages + cue : passages + query + cue
    }
}
