package import SSMModel

/// A model whose speed is measured, and the batch of its training step.
package struct BenchmarkShape: Sendable {
    /// What is appended to the names of prefill and decoding; empty for the shape of mamba-130m.
    package let suffix: String
    /// The model.
    package let configuration: ModelConfiguration
    /// Sequences of a training step.
    package let trainingSequences: Int
    /// Tokens of each of them.
    package let trainingLength: Int

    /// A shape.
    package init(suffix: String, configuration: ModelConfiguration, trainingSequences: Int, trainingLength: Int) {
        self.suffix = suffix
        self.configuration = configuration
        self.trainingSequences = trainingSequences
        self.trainingLength = trainingLength
    }

    /// The shape of mamba-130m, and two that train from scratch on a few cores.
    package static let all = [
        BenchmarkShape(
            suffix: "", configuration: ModelConfiguration(vocabularySize: 50280, width: 768, layers: 24),
            trainingSequences: 1, trainingLength: 512),
        BenchmarkShape(
            suffix: "-w256", configuration: ModelConfiguration(vocabularySize: 1024, width: 256, layers: 8),
            trainingSequences: 4, trainingLength: 512),
        BenchmarkShape(
            suffix: "-w128", configuration: ModelConfiguration(vocabularySize: 512, width: 128, layers: 4),
            trainingSequences: 8, trainingLength: 256),
    ]
}
