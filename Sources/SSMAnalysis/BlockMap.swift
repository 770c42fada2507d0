/// A map of a sequence of any length, averaged over blocks of positions.
package struct BlockMap: Sendable {
    /// Positions of a block.
    package let blockLength: Int
    /// Positions of the sequence.
    package let length: Int
    /// Mean over the channels and over the entries of a block, row by row; NaN for a block without entries.
    package let signed: [Float]
    /// The same of absolute values.
    package let absolute: [Float]

    /// Blocks along each axis.
    package var count: Int { (length + blockLength - 1) / blockLength }
}

extension HiddenAttention {
    /// The averaged maps, averaged again over blocks of positions; no more than a few rows of blocks are held at full
    /// width.
    ///
    /// The mean of a block is over its causal entries, pairs of a row that is there and of a column that is there, at or
    /// before it: a block on the diagonal is not darkened by the half that is always 0.
    ///
    /// - Parameters:
    ///   - count: blocks along each axis; fewer when the sequence is shorter.
    ///   - progress: is told the share that is done.
    /// - Complexity: O(L² N) multiplications a channel; O(L) memory for each worker.
    package func blocks(count: Int, progress: (Double) throws -> Void = { _ in }) throws -> BlockMap {
        precondition(count > 0, "blocks: \(count) blocks")
        guard scan.length > 0 else { throw MapError.nothingRecorded }
        let count = min(count, scan.length)
        let size = (scan.length + count - 1) / count
        let columns = columnPositions.groups(of: size, length: scan.length)
        let (width, lanes) = (columnPositions.count, Double(map.lanes))
        var isThere = Array(repeating: false, count: width)
        for place in places { isThere[place] = true }
        var sums: [[Float]] = [[], []]
        let batch = 2 * scan.x.device.workers
        for start in stride(from: 0, to: columns.count, by: batch) {
            let groups = Array(columns[start..<min(start + batch, columns.count)])
            let pairs = groups.map { rows in columns.map { Self.pairs(rows, $0, isThere) } }
            for (kind, tensor) in map.groupSums(of: groups, columns: 0..<width).enumerated() {
                tensor.withSpan { values in
                    for group in groups.indices {
                        for (block, range) in columns.enumerated() {
                            let sum = range.reduce(0.0) { $0 + Double(values[group * width + $1]) }
                            let entries = Double(pairs[group][block])
                            sums[kind].append(entries > 0 ? Float(sum / (entries * lanes)) : .nan)
                        }
                    }
                }
            }
            let done = Double(start + groups.count) / Double(columns.count)
            try progress(done * done)
        }
        return BlockMap(blockLength: size, length: scan.length, signed: sums[0], absolute: sums[1])
    }

    /// Pairs of a row that is there and a column at or before it.
    private static func pairs(_ rows: Range<Int>, _ columns: Range<Int>, _ isThere: [Bool]) -> Int {
        guard columns.lowerBound < rows.upperBound else { return 0 }
        return rows.reduce(0) { sum, row in
            isThere[row] ? sum + max(0, min(row + 1, columns.upperBound) - columns.lowerBound) : sum
        }
    }
}

extension [Int32] {
    /// The indices of non-decreasing positions in each block of `size` positions.
    fileprivate func groups(of size: Int, length: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        for block in 0..<((length + size - 1) / size) {
            var end = start
            while end < count, Int(self[end]) < (block + 1) * size { end += 1 }
            groups.append(start..<end)
            start = end
        }
        return groups
    }
}
