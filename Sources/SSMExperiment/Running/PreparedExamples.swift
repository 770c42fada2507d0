import SSMTrain

/// Examples from a file of prepared ones: of training, shuffled in each epoch, or those that are held out.
struct PreparedExamples: SampleSource {
    let data: PreparedData
    /// Nil for those that are held out.
    let order: EpochOrder?

    var count: Int? { order == nil ? data.heldOut.count : nil }

    func material(_ index: Int, attempt: Int, length: Int) throws -> TrainingMaterial {
        let entry = data.training.entry(index + attempt, in: order, heldOut: data.heldOut)
        return TrainingMaterial(content: .example(try data.example(of: entry)), shape: data.shaped)
    }
}
