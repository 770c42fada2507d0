import SSMTrain

/// Samples from files of instructions: of training, shuffled in each epoch, or those that are held out, in their order.
struct InstructionSamples: SampleSource {
    let data: InstructionData
    /// Nil for those that are held out.
    let order: EpochOrder?

    var count: Int? { order == nil ? data.heldOut.count : nil }

    func material(_ index: Int, attempt: Int, length: Int) throws -> TrainingMaterial {
        let entry = data.training.entry(index + attempt, in: order, heldOut: data.heldOut)
        return TrainingMaterial(content: .sample(try data.sample(of: entry)), shape: data.shaped)
    }
}

extension [InstructionEntry] {
    /// The example of an index among those of training, in an order; or without one among those that are held out.
    func entry(_ index: Int, in order: EpochOrder?, heldOut: [InstructionEntry]) -> InstructionEntry {
        order.map { self[$0.place(of: index)] } ?? heldOut[index % heldOut.count]
    }
}
