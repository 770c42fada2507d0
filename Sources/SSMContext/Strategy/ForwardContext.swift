public import SSMModel
public import SSMTensor

/// What a strategy knows while it wraps a pass.
public struct ForwardContext: Sendable {
    /// Whether the pass trains.
    public let phase: Phase
    /// The model.
    public let model: ModelDescription
    /// The strategy's own parameters; tracked in training.
    public let parameters: ParameterTree
    /// What is known of each sequence.
    public let sequences: [SequenceInfo]
}
