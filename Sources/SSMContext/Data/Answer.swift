public import SSMTensor

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

    /// Why it ended; nil where a strategy does not say.
    public var ending: AnswerEnding?

    /// An answer.
    public init(
        promptID: String, text: String, tokens: [TokenID], trace: [AnswerStep] = [],
        retention: [LayerRetention] = [], cost: AnswerCost = AnswerCost(), ending: AnswerEnding? = nil
    ) {
        self.promptID = promptID
        self.text = text
        self.tokens = tokens
        self.trace = trace
        self.retention = retention
        self.cost = cost
        self.ending = ending
    }
}

extension Answer {
    /// The answer that was decoded after a prompt was read.
    ///
    /// - Parameters:
    ///   - steps: what came before it.
    ///   - retention: of the reading that it went on from.
    public init(
        _ decoded: Decoded, to promptID: String, after steps: [AnswerStep] = [], retention: [LayerRetention]
    ) {
        self.init(
            promptID: promptID, text: decoded.text, tokens: decoded.tokens,
            trace: steps + [AnswerStep(kind: AnswerStep.answer, text: decoded.text, tokens: decoded.tokens)],
            retention: retention, ending: decoded.ending)
    }
}
