public import SSMTensor

/// One part of the making of an answer, such as a note before it.
public struct AnswerStep: Sendable, Hashable, Codable {
    /// What the part is: "answer", "note", …
    public var kind: String

    /// The generated text.
    public var text: String

    /// The generated tokens.
    public var tokens: [TokenID]

    /// A part of an answer.
    public init(kind: String, text: String, tokens: [TokenID]) {
        self.kind = kind
        self.text = text
        self.tokens = tokens
    }
}

/// What an answer cost, as the runtime's meter counted it.
public struct AnswerCost: Sendable, Hashable, Codable {
    /// Number of passes over a prompt.
    public var passes: Int

    /// Rows that went through a layer, summed over layers and passes.
    public var rows: Int

    /// Tokens generated, notes included.
    public var generatedTokens: Int

    /// The most bytes of tensor storage held at a time.
    public var peakBytes: Int

    /// Wall-clock seconds.
    public var seconds: Double

    /// A cost; by default nothing.
    public init(passes: Int = 0, rows: Int = 0, generatedTokens: Int = 0, peakBytes: Int = 0, seconds: Double = 0) {
        self.passes = passes
        self.rows = rows
        self.generatedTokens = generatedTokens
        self.peakBytes = peakBytes
        self.seconds = seconds
    }
}

/// The answer to a prompt.
public struct Answer: Sendable, Hashable, Codable {
    /// The prompt's id.
    public var promptID: String

    /// The answer's text, without what ended it.
    public var text: String

    /// The answer's tokens.
    public var tokens: [TokenID]

    /// How the answer came about, in order.
    public var trace: [AnswerStep]

    /// How much of the evidence survived each layer that dropped rows.
    public var retention: [LayerRetention]

    /// What it cost.
    public var cost: AnswerCost

    /// An answer.
    public init(
        promptID: String, text: String, tokens: [TokenID], trace: [AnswerStep] = [],
        retention: [LayerRetention] = [], cost: AnswerCost = AnswerCost()
    ) {
        self.promptID = promptID
        self.text = text
        self.tokens = tokens
        self.trace = trace
        self.retention = retention
        self.cost = cost
    }
}
