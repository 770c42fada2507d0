public import SSMTensor

/// Some rows with their names.
public struct NamedRows: Sendable {
    /// The values: (rows, columns).
    public let values: Tensor
    /// Original position of each row.
    public let positions: [Int32]
    /// Where each sequence begins.
    public let layout: SequenceLayout
}
