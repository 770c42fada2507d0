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
    /// Where the strategies can make nothing of a sample, the next one of its source that they can use takes its place.
    ///
    /// A strategy may make several examples of a sample: an index then takes one of them, by a random number of its
    /// own, so that each kind occurs as often as the strategy makes it.
    ///
    /// - Throws: `TaskError`, `InstructionError`, `StoreError`, `TokenizerError`, and what a strategy throws.
    func example(_ index: Int, length: Int) async throws -> EncodedExample {
        let (examples, material) = try await examples(of: index, length: length)
        var generator = key.folding("choice").folding(index).generator
        let chosen = examples.count == 1 ? 0 : Int(generator.next() % UInt64(examples.count))
        return material.shape(try examples[chosen].encoded(with: tokenizer), tokenizer)
    }

    /// More samples in a row are not tried.
    private static let mostAttempts = 1_000

    /// The examples of the first material of an index of which there are some.
    private func examples(
        of index: Int, length: Int
    ) async throws -> ([TrainingExample], TrainingMaterial) {
        var last = ""
        for attempt in 0..<Self.mostAttempts {
            let material = try samples.material(index, attempt: attempt, length: length)
            let examples =
                switch material.content {
                case .sample(let sample): try await StrategyRuntime.prepare([sample], through: stack, in: data)
                case .example(let example): [example]
                }
            if !examples.isEmpty { return (examples, material) }
            last = material.id
        }
        throw StrategyError.unsupported(
            strategy: stack.entries.first?.label ?? "runtime",
            reason:
                "no training example was made of \(Self.mostAttempts) samples, the last of which is '\(last)'; check "
                + "what the strategy needs of them, such as notes that were made for other samples")
    }
}
