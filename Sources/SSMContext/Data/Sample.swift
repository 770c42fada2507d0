/// A context with questions about it: what tasks make, and what strategies turn into training examples and prompts.
public struct Sample: Sendable, Hashable, Codable {
    /// Unique name, the same whenever the sample is made again.
    public var id: String

    /// Name of the task that made it.
    public var task: String

    /// The context, in reading order.
    public var context: [Passage]

    /// The questions, in the order in which training asks them.
    public var questions: [Question]

    /// Whether the (first) query stands before the context instead of after it.
    public var isQueryFirst: Bool

    /// Text after the last question; usually empty.
    public var ending: String

    /// Nominal length of the context in tokens.
    public var length: Int

    /// Where the evidence is, from 0 (start) to 1 (end); nil where it is spread over the context.
    public var depth: Double?

    /// The nested context that this sample belongs to: samples of one group have the same evidence and questions at
    /// different lengths and depths, so that (group, question) pairs over both.
    public var group: String

    /// Probability of a right answer without reading the context.
    public var chance: Double

    /// The most tokens that an answer may have.
    public var maximumAnswerTokens: Int

    /// Texts that end an answer.
    public var stop: [String]

    /// A sample.
    public init(
        id: String, task: String, context: [Passage], questions: [Question], isQueryFirst: Bool = false,
        ending: String = "", length: Int, depth: Double? = nil, group: String, chance: Double,
        maximumAnswerTokens: Int, stop: [String] = []
    ) {
        self.id = id
        self.task = task
        self.context = context
        self.questions = questions
        self.isQueryFirst = isQueryFirst
        self.ending = ending
        self.length = length
        self.depth = depth
        self.group = group
        self.chance = chance
        self.maximumAnswerTokens = maximumAnswerTokens
        self.stop = stop
    }

    /// The text of the context.
    public var contextText: String {
        context.map(\.text).joined()
    }
}
