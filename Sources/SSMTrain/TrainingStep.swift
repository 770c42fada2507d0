package import SSMContext

/// The data of one update: its batches, and where the data go on.
package struct TrainingStep: Sendable {
    /// One batch for each part of the accumulation.
    package let batches: [LearningBatch]
    /// The index of the first example that the step does not use.
    package let next: Int

    /// The number of tokens of all batches.
    package var tokens: Int {
        batches.reduce(0) { $0 + $1.tokens.count }
    }
}
