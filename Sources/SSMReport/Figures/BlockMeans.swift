/// The means of a matrix over blocks of neighbours, as coarse as an image needs: filled entry by entry, so that a large
/// matrix with few entries need not be held.
package struct BlockMeans: Sendable {
    /// The most blocks of a side.
    private static let most = 512

    /// Rows and columns of a block.
    package let height, width: Int
    /// Rows and columns of blocks.
    let rows, columns: Int
    private var sums: [Double]
    private var counts: [Int]

    /// The means of a matrix of which no entry is there yet; one of at most 512 rows and columns has blocks of one entry.
    ///
    /// - Precondition: at least one row and column.
    package init(rows: Int, columns: Int) {
        precondition(rows > 0 && columns > 0, "BlockMeans: \(rows) rows and \(columns) columns")
        height = (rows + Self.most - 1) / Self.most
        width = (columns + Self.most - 1) / Self.most
        self.rows = (rows + height - 1) / height
        self.columns = (columns + width - 1) / width
        sums = Array(repeating: 0, count: self.rows * self.columns)
        counts = Array(repeating: 0, count: self.rows * self.columns)
    }

    /// The means of a matrix with all of its entries, row after row.
    ///
    /// - Precondition: at least one row and column, and as many values as they ask for.
    package init(_ values: [Float], rows: Int, columns: Int) {
        precondition(values.count == rows * columns, "BlockMeans: \(values.count) values for (\(rows), \(columns))")
        self.init(rows: rows, columns: columns)
        for (index, value) in values.enumerated() { add(value, row: index / columns, column: index % columns) }
    }

    /// Adds an entry; one that is not finite is none.
    package mutating func add(_ value: Float, row: Int, column: Int) {
        guard value.isFinite else { return }
        let block = row / height * columns + column / width
        sums[block] += Double(value)
        counts[block] += 1
    }

    /// The mean of each block, row after row; not a number where there is no entry.
    package var values: [Float] { zip(sums, counts).map { $1 > 0 ? Float($0 / Double($1)) : .nan } }
}
