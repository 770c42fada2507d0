public import SSMModel
public import SSMTensor

/// Sequences that were read and can go on.
public struct Prefilled: Sendable {
    /// What an answer to a sequence begins from, besides its state.
    struct Sequence: Sendable {
        /// Id of the prompt: whose random numbers the answer has.
        let id: String
        /// All tokens that were read.
        let tokens: [TokenID]
    }

    /// State after the last row of each sequence.
    public let state: ModelState
    /// Logits after the last row of each sequence: (S, V).
    public let logits: Tensor
    /// What is known of each sequence.
    public let sequences: [SequenceInfo]
    /// What every selecting hook did, by sequence.
    public let retention: [[LayerRetention]]
    /// What was read of each sequence.
    let read: [Sequence]
}
