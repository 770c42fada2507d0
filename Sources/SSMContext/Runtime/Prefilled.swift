public import SSMModel
public import SSMTensor

/// Sequences that were read and can go on.
public struct Prefilled: Sendable {
    /// State after the last row of each sequence.
    public let state: ModelState
    /// Logits after the last row of each sequence: (S, V).
    public let logits: Tensor
    /// What is known of each sequence.
    public let sequences: [SequenceInfo]
    /// What every selecting hook did, by sequence.
    public let retention: [[LayerRetention]]
}
