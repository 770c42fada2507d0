/// Some rows of a packed batch.
public struct RowSet: Sendable, Hashable {
    /// For each row whether it belongs to the set: (T).
    public let mask: [Bool]

    /// The rows where `mask` is true.
    public init(mask: [Bool]) {
        self.mask = mask
    }

    /// Whether a row belongs to the set.
    public func contains(_ row: Int) -> Bool { mask[row] }

    /// The rows in order.
    public var rows: [Int] { mask.indices.filter { mask[$0] } }
}
