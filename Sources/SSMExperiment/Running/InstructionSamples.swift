import SSMContext
import SSMText
import SSMTrain

/// Samples from files of instructions: of training, shuffled in each epoch, or those that are held out, in their order.
struct InstructionSamples: SampleSource {
    let data: InstructionData
    /// Nil for those that are held out.
    let order: EpochOrder?

    var count: Int? { order == nil ? data.heldOut.count : nil }

    func sample(_ index: Int, length: Int) throws -> Sample {
        try data.sample(of: order.map { data.training[$0.place(of: index)] } ?? data.heldOut[index])
    }

    func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample {
        data.shaped(example, with: tokenizer)
    }
}
