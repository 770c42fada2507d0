import SSMContext
import SSMTensor
import SSMText

/// Makes the training example of an index: a sample of the data, prepared by the strategies of the stage.
struct ExampleSource: Sendable {
    let samples: any SampleSource
    let stack: StrategyStack
    let data: DataContext
    let key: RandomKey
    let tokenizer: any Tokenizer

    /// The example of an index at a length.
    ///
    /// A strategy may make several examples of a sample: an index then takes one of them, by a random number of its
    /// own, so that each kind occurs as often as the strategy makes it.
    ///
    /// - Throws: `TaskError`, `InstructionError`, `StoreError`, `TokenizerError`, and what a strategy throws.
    func example(_ index: Int, length: Int) async throws -> EncodedExample {
        let sample = try samples.sample(index, length: length)
        let examples = try await StrategyRuntime.prepare([sample], through: stack, in: data)
        guard !examples.isEmpty else {
            throw StrategyError.brokenRule(
                strategy: stack.entries.first?.label ?? "runtime",
                rule: "made no training example of the sample '\(sample.id)'")
        }
        var generator = key.folding("choice").folding(index).generator
        let chosen = examples.count == 1 ? 0 : Int(generator.next() % UInt64(examples.count))
        return samples.shaped(try examples[chosen].encoded(with: tokenizer), with: tokenizer)
    }
}
