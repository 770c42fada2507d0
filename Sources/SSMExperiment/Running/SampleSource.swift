import SSMContext
import SSMText

/// Where the samples of training or of validation come from.
protocol SampleSource: Sendable {
    /// How many samples there are; nil: as many as are asked for.
    var count: Int? { get }

    /// The sample of an index at a length, where it can have any.
    ///
    /// - Throws: `TaskError`, `InstructionError`, `StoreError`.
    func sample(_ index: Int, length: Int) throws -> Sample

    /// An example of such a sample as the model gets it.
    func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample
}
