public import SSMModel
public import SSMText

extension StrategyRuntime {
    /// Answers prompts through every strategy.
    ///
    /// Innermost, prompts are prefilled in packed batches and decoded as the options say.
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
