public import SSMModel
public import SSMTensor
public import SSMText

/// How prompts are answered.
public struct AnswerOptions: Sendable {
    /// How a question is put.
    public var ask: AskMode
    /// Rows of prompts that are prefilled together, at most, unless one prompt alone is longer.
    public var batchRows: Int
    /// Random numbers; each prompt has its own, by id.
    public var key: RandomKey

    /// Options.
    public init(ask: AskMode = .prompt, batchRows: Int = 16_384, key: RandomKey) {
        self.ask = ask
        self.batchRows = batchRows
        self.key = key
    }
}

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

    /// Goes on from a state, greedily, one sequence a limit.
    public func decode(_ prefilled: Prefilled, limits: [AnswerLimits]) throws -> [Decoded] {
        try answerer.decode(prefilled, limits: limits)
    }

    /// Log-likelihood of a continuation of each sequence.
    public func score(_ continuations: [[TokenID]], after prefilled: Prefilled) throws -> [Double] {
        try answerer.score(continuations, after: prefilled)
    }

    private var answerer: Answerer {
        Answerer(runtime: runtime, tokenizer: tokenizer, options: options, meter: meter)
    }
}

extension StrategyRuntime {
    /// Answers prompts through every strategy.
    ///
    /// Innermost, prompts are prefilled in packed batches and decoded greedily.
    public func answer(
        _ prompts: [Prompt], with tokenizer: any Tokenizer, options: AnswerOptions, meter: CostMeter
    ) throws -> [Answer] {
        let answers = try answer(prompts, from: 0, with: tokenizer, options: options, meter: meter)
        let ids = Set(prompts.map(\.id))
        guard answers.count == prompts.count, Set(answers.map(\.promptID)) == ids else {
            throw StrategyError.brokenRule(
                strategy: stack.entries.first?.label ?? "runtime",
                rule: "gave \(answers.count) answers to \(prompts.count) prompts, or answers to other prompts")
        }
        return answers
    }

    private func answer(
        _ prompts: [Prompt], from level: Int, with tokenizer: any Tokenizer, options: AnswerOptions, meter: CostMeter
    ) throws -> [Answer] {
        guard level < stack.entries.count else {
            return try Answerer(runtime: self, tokenizer: tokenizer, options: options, meter: meter).answer(prompts)
        }
        let context = AnswerContext(tokenizer: tokenizer, options: options, runtime: self, meter: meter)
        return try stack.entries[level].strategy.answer(prompts, in: context) { inner in
            try answer(inner, from: level + 1, with: tokenizer, options: options, meter: meter)
        }
    }
}
