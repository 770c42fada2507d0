package import SSMTensor

/// What a finished stage leaves.
package struct TrainingOutcome: Sendable {
    /// The trained parameters, under the names that they came with.
    package let parameters: ParameterTree
    /// Steps, tokens, seconds and length at the end.
    package let progress: TrainingProgress
}
