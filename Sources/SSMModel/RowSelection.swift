public import SSMTensor

/// The rows of a packed batch that stay, in order.
public struct RowSelection: Sendable, Hashable {
    /// Indices of the rows that stay, increasing.
    public let rows: [Int]
    /// Where each sequence begins among the rows that stay.
    public let layout: SequenceLayout

    /// A selection given by the rows that stay of each sequence, as indices of the packed batch.
    public init(keeping rows: [[Int]]) {
        self.rows = rows.flatMap(\.self)
        layout = SequenceLayout(lengths: rows.map(\.count))
    }

    /// Every row of a layout.
    public init(keepingAllOf layout: SequenceLayout) {
        rows = Array(0..<layout.rows)
        self.layout = layout
    }
}
