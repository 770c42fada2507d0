import SSMTensor

extension HiddenAttention {
    /// Entries of all channels that are held at a time.
    private static let heldEntries = 1 << 22

    /// How much each position adds to the residual stream at each row: the norm of what the output projection makes of
    /// the extended maps' contributions, W (α̃ u), over the width of the model.
    ///
    /// Contributions of different positions are vectors: their norms do not add up to that of the block's output.
    ///
    /// - Parameter progress: is told the share that is done.
    /// - Throws: `MapError.tooLong` above `exactLimit` rows, `scanOnly`, `channelsMissing`.
    /// - Complexity: O(L² E (N + D)).
    package static func projectedNorms(
        of scan: RecordedScan, channelCount: Int, progress: (Double) throws -> Void = { _ in }
    ) throws -> AttentionMap {
        let frame = try ConvolutionFrame(of: scan)
        guard scan.channels.count == channelCount else {
            throw MapError.channelsMissing(layer: scan.layer, found: scan.channels.count, needed: channelCount)
        }
        let (rows, width) = (frame.places.count, frame.positions.count)
        guard width <= exactLimit else { throw MapError.tooLong(rows: width, limit: exactLimit) }
        let map = frame.map(weighted: true)
        let projection = frame.surroundings.outProjection  // (D, E)
        let ones = Tensor.filled(with: 1, shape: [1, projection.rows], on: scan.x.device)
        var norms = Array(repeating: Float(0), count: rows * width)
        let strip = min(width, 256)
        let batch = max(1, min(16, heldEntries / (channelCount * max(strip, 1))))
        for first in stride(from: 0, to: rows, by: batch) {
            let part = Array(frame.places[first..<min(first + batch, rows)])
            let end = (part.last ?? -1) + 1
            for start in stride(from: 0, to: end, by: strip) {
                let columns = start..<min(start + strip, end)
                let entries = map.entriesOfAllLanes(rows: part, columns: columns)
                    .reshaped([channelCount, part.count * columns.count])
                let added = projection.matmul(entries)  // (D, rows · columns)
                let squares = ones.matmul(added * added)  // (1, rows · columns)
                squares.withSpan { squares in
                    for index in squares.indices {
                        let (row, column) = (first + index / columns.count, start + index % columns.count)
                        norms[row * width + column] = squares[index].squareRoot()
                    }
                }
            }
            let done = Double(first + part.count) / Double(rows)
            try progress(done * done)
        }
        return AttentionMap(
            values: Tensor(norms, shape: [rows, width], on: scan.x.device), rowPositions: scan.positions,
            columnPositions: frame.positions)
    }
}
