import SSMTrain

/// Where the examples of training or of validation come from.
protocol SampleSource: Sendable {
    /// How many samples there are; nil: as many as are asked for.
    var count: Int? { get }

    /// The sources that it mixes; nil where it is one source.
    var mixture: Mixture? { get }

    /// What the example of an index is made of, at a length, where it can have any.
    ///
    /// - Parameter attempt: How many times strategies could make nothing of what came before: the same source gives
    ///   another sample.
    /// - Throws: `TaskError`, `InstructionError`, `StoreError`.
    func material(_ index: Int, attempt: Int, length: Int) throws -> TrainingMaterial
}

extension SampleSource {
    var mixture: Mixture? { nil }
}
