public import SSMTensor

/// What a strategy may know of one sequence of a batch.
public struct SequenceInfo: Sendable {
    /// Id of the sample.
    public var id: String
    /// Rows of the prompt; what follows is the target, in training.
    public var promptLength: Int
    /// Rows of the whole sequence.
    public var totalLength: Int
    /// Random numbers of this sample, whatever it is packed with.
    public var key: RandomKey
    /// Positions that hold the marked evidence, increasing: only controls and diagnostics may look.
    public var evidence: [Int32]

    /// Describes a sequence.
    public init(id: String, promptLength: Int, totalLength: Int, key: RandomKey, evidence: [Int32] = []) {
        self.id = id
        self.promptLength = promptLength
        self.totalLength = totalLength
        self.key = key
        self.evidence = evidence
    }
}
