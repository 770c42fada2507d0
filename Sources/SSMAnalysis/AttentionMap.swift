package import SSMTensor

/// How much each row of a layer's output takes from each position before it.
package struct AttentionMap: Sendable {
    /// The entries: (rows, columns).
    package let values: Tensor
    /// Original position of each row.
    package let rowPositions: [Int32]
    /// Original position of each column.
    package let columnPositions: [Int32]

    /// A map.
    ///
    /// - Precondition: there is a position for each row and each column.
    package init(values: Tensor, rowPositions: [Int32], columnPositions: [Int32]) {
        precondition(
            values.shape == [rowPositions.count, columnPositions.count],
            "AttentionMap: \(values.shape) with \(rowPositions.count) and \(columnPositions.count) positions")
        self.values = values
        self.rowPositions = rowPositions
        self.columnPositions = columnPositions
    }

    /// The map with a column for every position of the sequence: a position that a strategy dropped has a column of
    /// zeros and no row; columns of one position are added.
    ///
    /// - Precondition: positions lie below `length`.
    package func scattered(to length: Int) -> AttentionMap {
        let width = columnPositions.count
        let scattered = values.withSpan { values in
            var result = Array(repeating: Float(0), count: rowPositions.count * length)
            for row in rowPositions.indices {
                for (column, position) in columnPositions.enumerated() {
                    result[row * length + Int(position)] += values[row * width + column]
                }
            }
            return result
        }
        return AttentionMap(
            values: Tensor(scattered, shape: [rowPositions.count, length], on: values.device),
            rowPositions: rowPositions, columnPositions: (0..<Int32(length)).map { $0 })
    }

    /// The map with every row divided by the sum of its entries' absolute values; a row of zeros stays.
    package var rowNormalized: AttentionMap {
        let width = columnPositions.count
        let normalized = Tensor(shape: values.shape, on: values.device) { span in
            values.withSpan { values in
                for row in rowPositions.indices {
                    let places = (row * width)..<((row + 1) * width)
                    let sum = places.reduce(0.0) { $0 + Double(abs(values[$1])) }
                    for place in places { span[place] = sum > 0 ? Float(Double(values[place]) / sum) : 0 }
                }
            }
        }
        return AttentionMap(values: normalized, rowPositions: rowPositions, columnPositions: columnPositions)
    }
}
