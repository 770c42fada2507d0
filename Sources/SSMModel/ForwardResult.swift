public import SSMTensor

/// What a forward pass returns.
public struct ForwardResult: Sendable {
    /// State after the last row of each sequence, when it was asked for.
    public var state: ModelState?
    /// Rows after the final norm, when they were asked for.
    public var hidden: NamedRows?
    /// Logits, when they were asked for.
    public var logits: NamedRows?
    /// The loss, when it was asked for.
    public var loss: LossResult?
    /// Original positions of the rows that came out of the last layer: (T').
    public var positions: [Int32]
    /// Where each sequence begins among them.
    public var layout: SequenceLayout
    /// What every selecting hook did, in order.
    public var selections: [SelectionRecord]
}

/// Some rows with their names.
public struct NamedRows: Sendable {
    /// The values: (rows, columns).
    public let values: Tensor
    /// Original position of each row.
    public let positions: [Int32]
    /// Where each sequence begins.
    public let layout: SequenceLayout
}

/// The loss of a pass. Targets of weight 0 are not computed and do not count.
public struct LossResult: Sendable {
    /// Sum over all targets of weight · negative log-likelihood: a scalar that carries gradients.
    public let total: Tensor
    /// Sum over the required targets of the negative log-likelihood.
    public let requiredLoss: Double
    /// Required targets whose token has the largest logit.
    public let requiredCorrect: Int
    /// Number of required targets.
    public let requiredCount: Int
    /// Sum of the weights that counted, required or not.
    public let weight: Double
}

/// The choice of rows that one hook made in one layer.
public struct SelectionRecord: Sendable {
    /// The strategy.
    public let owner: String
    /// The layer.
    public let layer: Int
    /// Importance of each row that entered: (T).
    public let importance: [Float]
    /// Original position of each row that entered: (T).
    public let positions: [Int32]
    /// Where each sequence began among them.
    public let layout: SequenceLayout
    /// The rows that stayed.
    public let kept: RowSelection
}
