import SSMModel
public import SSMTensor
public import SSMText

/// What a strategy knows and can do while it answers.
///
/// Whatever it reads or decodes goes through the `forward` and the hooks of the whole stack, as `next` does, so that a
/// note is read under the same methods as the answer.
public struct AnswerContext: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// How prompts are answered.
    public let options: AnswerOptions
    let runtime: StrategyRuntime
    let meter: CostMeter

    /// Reads prompts: the state and the logits after the last row of each.
    public func prefill(_ prompts: [EncodedPrompt]) throws -> Prefilled {
        try answerer.prefill(prompts.map { PrefillItem($0.tokens, id: $0.id, evidence: $0.evidence) })
    }

    /// Goes on from a state, one sequence a limit, with the sampling of the options.
    ///
    /// - Parameter isAnswer: whether the text is that of the answers, for whoever follows them; a note is not.
    public func decode(
        _ prefilled: Prefilled, limits: [AnswerLimits], isAnswer: Bool = false
    ) throws -> [Decoded] {
        try answerer.decode(prefilled, limits: limits, observer: isAnswer ? options.observer : nil)
    }

    /// Log-likelihood of a continuation of each sequence.
    public func score(_ continuations: [[TokenID]], after prefilled: Prefilled) throws -> [Double] {
        try answerer.score(continuations, after: prefilled)
    }

    private var answerer: Answerer {
        Answerer(runtime: runtime, tokenizer: tokenizer, options: options, meter: meter)
    }
}
