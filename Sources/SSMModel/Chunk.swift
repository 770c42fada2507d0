import SSMTensor

/// A run of rows of a packed batch; it may begin and end inside a sequence.
struct Chunk {
    /// Rows of the batch.
    let range: Range<Int>
    /// Index in the batch of the first sequence.
    let firstSequence: Int
    /// Where the rows of each sequence begin, counted from the chunk's first row.
    let layout: SequenceLayout
    /// Original position of each row.
    let positions: [Int32]
    /// Token of each row, negative where a strategy made the row up.
    let tokens: [TokenID]

    /// Sequences of the batch that have rows here.
    var sequences: Range<Int> { firstSequence..<(firstSequence + layout.count) }

    /// Cuts a batch into chunks of at most `limit` rows.
    static func cut(_ names: StreamNames, limit: Int) -> [Chunk] {
        let layout = names.layout
        guard layout.rows > 0 else { return [] }
        var chunks: [Chunk] = []
        var first = 0
        for start in stride(from: 0, to: layout.rows, by: limit) {
            let end = min(start + limit, layout.rows)
            while layout.starts[first + 1] <= start { first += 1 }
            var lengths: [Int] = []
            var sequence = first
            while sequence < layout.count, layout.starts[sequence] < end {
                lengths.append(layout.range(of: sequence).clamped(to: start..<end).count)
                sequence += 1
            }
            chunks.append(
                Chunk(
                    range: start..<end, firstSequence: first, layout: SequenceLayout(lengths: lengths),
                    positions: Array(names.positions[start..<end]), tokens: Array(names.tokens[start..<end])))
        }
        return chunks
    }
}
