import SSMContext
import SSMEval
import SSMModel
import SSMTensor
import SSMText

/// Answers the questions of samples in batches, and shares out what a batch cost.
struct Answering: Sendable {
    let runtime: StrategyRuntime
    let tokenizer: any Tokenizer
    let asking: AskMode
    let key: RandomKey
    let seconds: @Sendable () -> Double

    /// Rows of prompts that are prefilled together, unless one sample alone has more.
    static let batchRows = 16_384

    /// A prompt with the sample that it belongs to.
    struct Item {
        let prompt: Prompt
        let sample: Sample
        let tokens: Int
    }

    /// The prompts of samples, those of one sample together.
    ///
    /// - Throws: `TokenizerError`.
    func items(of samples: [Sample]) throws(TokenizerError) -> [Item] {
        var items: [Item] = []
        for sample in samples {
            for prompt in sample.prompts {
                let tokens = try prompt.encoded(with: tokenizer).tokens.count
                items.append(Item(prompt: prompt, sample: sample, tokens: tokens))
            }
        }
        return items
    }

    /// Prompts that are answered together: the questions of one context never part.
    func batches(of items: [Item]) -> [[Item]] {
        var batches: [[Item]] = []
        var rows = 0
        var sample: String?
        for item in items {
            let isNewSample = item.sample.id != sample
            let added = isNewSample || asking == .prompt ? item.tokens : item.tokens / 16
            if batches.isEmpty || isNewSample && rows + added > Self.batchRows {
                batches.append([])
                rows = 0
            }
            batches[batches.count - 1].append(item)
            rows += added
            sample = item.sample.id
        }
        return batches
    }

    /// Answers one batch; the answers come in the order of the items, each with its share of the cost.
    ///
    /// - Throws: `StrategyError`, `ModelError`, `TokenizerError`, and what a strategy throws.
    func answers(to batch: [Item]) throws -> [Answer] {
        let device = runtime.model.device
        let meter = CostMeter()
        device.resetPeak()
        let start = seconds()
        let answers = try runtime.answer(
            batch.map(\.prompt), with: tokenizer,
            options: AnswerOptions(ask: asking, batchRows: Self.batchRows, key: key),
            meter: meter)
        let total = AnswerCost(
            passes: meter.cost.passes, rows: meter.cost.totalScannedRows, peakBytes: device.peakBytes,
            seconds: seconds() - start)
        let byPrompt = Dictionary(uniqueKeysWithValues: answers.map { ($0.promptID, $0) })
        return batch.indices.compactMap { index in
            guard var answer = byPrompt[batch[index].prompt.id] else { return nil }
            answer.cost = total.share(index, of: batch.count)
            answer.cost.generatedTokens = answer.generatedTokens
            return answer
        }
    }
}

extension AnswerCost {
    /// One of `count` shares that add up to the whole; the peak is everyone's.
    fileprivate func share(_ index: Int, of count: Int) -> AnswerCost {
        func part(_ total: Int) -> Int { total * (index + 1) / count - total * index / count }
        return AnswerCost(
            passes: part(passes), rows: part(rows), peakBytes: peakBytes, seconds: seconds / Double(count))
    }
}

extension Answer {
    /// Tokens that were generated for the answer, notes before it included.
    fileprivate var generatedTokens: Int {
        max(tokens.count, trace.reduce(0) { $0 + $1.tokens.count })
    }
}
