package import SSMTensor

/// Everything besides tensors that a stage needs to go on where it stopped: the text `progress` of a checkpoint.
package struct TrainingProgress: Codable, Sendable, Hashable {
    /// The stage as it was configured.
    package let stage: StageConfiguration
    /// The nominal length of the data.
    package let dataLength: Int
    /// The key that all random numbers of the stage come from; with `step` and `position` it gives each of them.
    package let key: RandomKey
    /// The number of updates made.
    package var step = 0
    /// The index of the next example.
    package var position = 0
    /// The number of tokens trained on.
    package var tokens = 0
    /// Seconds of training, over all interruptions.
    package var seconds = 0.0
    /// Where the curriculum stands.
    package var curriculum: Curriculum
    /// What was taken from each source of a mixture; nil before the first step, and where there is one source.
    package var taken: [ExampleTally]?

    /// The beginning of a stage.
    package init(stage: StageConfiguration, dataLength: Int, key: RandomKey) {
        self.stage = stage
        self.dataLength = dataLength
        self.key = key
        curriculum = Curriculum(stage.curriculum, dataLength: dataLength)
    }
}
