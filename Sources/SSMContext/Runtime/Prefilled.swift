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

    /// Some of the sequences, in another order, or several times.
    ///
    /// - Precondition: `indices` are indices of sequences.
    public func gathered(_ indices: [Int]) -> Prefilled {
        Prefilled(
            state: state.gathered(indices), logits: logits.gathered(rows: indices),
            sequences: indices.map { sequences[$0] }, retention: indices.map { retention[$0] },
            read: indices.map { read[$0] })
    }

    /// The sequences of several, in order; nil of none.
    public static func joined(_ parts: [Prefilled]) -> Prefilled? {
        guard !parts.isEmpty else { return nil }
        return Prefilled(
            state: .joined(parts.map(\.state)), logits: .concatenating(parts.map(\.logits)),
            sequences: parts.flatMap(\.sequences), retention: parts.flatMap(\.retention), read: parts.flatMap(\.read))
    }

    /// The same sequences as those of other prompts, whose random numbers and observer their answers have.
    ///
    /// - Precondition: there is an id for each sequence.
    public func renamed(_ ids: [String]) -> Prefilled {
        Prefilled(
            state: state, logits: logits, sequences: sequences, retention: retention,
            read: zip(ids, read).map { Sequence(id: $0, tokens: $1.tokens) })
    }
}
