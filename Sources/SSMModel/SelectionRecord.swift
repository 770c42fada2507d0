public import SSMTensor

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
