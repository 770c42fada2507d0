public import SSMTensor

/// Packed training sequences with what each row should predict.
public struct LearningBatch: Sendable {
    /// The sequences, end to end: (T).
    public var tokens: [TokenID]
    /// Where each begins.
    public var layout: SequenceLayout
    /// Token to predict at each row, -1 for none: (T).
    public var targets: [Int32]
    /// Factor of each row's loss: (T).
    public var weights: [Float]
    /// Whether the row predicts a part of an answer: such rows are required: (T).
    public var isTarget: [Bool]
    /// Whether no strategy may drop the row: (T).
    public var isProtected: [Bool]
    /// Whether the row holds marked evidence: (T).
    public var evidence: [Bool]
    /// Id of each sequence.
    public var ids: [String]
    /// Random numbers of each sequence.
    public var keys: [RandomKey]

    /// A batch.
    public init(
        tokens: [TokenID], layout: SequenceLayout, targets: [Int32], weights: [Float], isTarget: [Bool],
        isProtected: [Bool], evidence: [Bool], ids: [String], keys: [RandomKey]
    ) {
        self.tokens = tokens
        self.layout = layout
        self.targets = targets
        self.weights = weights
        self.isTarget = isTarget
        self.isProtected = isProtected
        self.evidence = evidence
        self.ids = ids
        self.keys = keys
    }
}
