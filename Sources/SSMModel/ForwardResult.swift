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
