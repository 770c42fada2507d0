/// One question about a context.
public struct Question: Sendable, Hashable, Codable {
    /// Text between the question before (or the context) and this one; usually empty.
    public var lead: String

    /// What is asked. A query-first sample has it before the context.
    public var query: String

    /// The text that the answer follows, such as "\nAnswer: ".
    public var cue: String

    /// The accepted answers: any one of them, or all of them where the task's scoring rule says "set".
    public var answers: [String]

    /// The text that training predicts after the cue.
    public var target: String

    /// Whether the target is also input, so that what follows can see it.
    ///
    /// False: `target` is one token, predicted at the last row of the cue and never fed (multi-query recall).
    public var isTargetFed: Bool

    /// What kind of question it is, for tables by kind, such as "knowledge-update"; nil where a task has one kind.
    public var kind: String?

    /// Probability of a right answer without reading the context; nil: the sample's.
    public var chance: Double?

    /// What a perfect reader would note down to answer: one note for each piece of evidence, in reading order.
    ///
    /// Empty where the context does not tell the answer, and for tasks that have no notes.
    public var notes: [EvidenceNote]

    /// A question.
    public init(
        lead: String = "", query: String, cue: String, answers: [String], target: String, isTargetFed: Bool = true,
        kind: String? = nil, chance: Double? = nil, notes: [EvidenceNote] = []
    ) {
        self.lead = lead
        self.query = query
        self.cue = cue
        self.answers = answers
        self.target = target
        self.isTargetFed = isTargetFed
        self.kind = kind
        self.chance = chance
        self.notes = notes
    }
}
