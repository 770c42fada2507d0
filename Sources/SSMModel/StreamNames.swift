import SSMTensor

/// Names of the rows that are still in the stream.
struct StreamNames {
    /// Original position of each row: (T).
    let positions: [Int32]
    /// Token of each row, negative where a strategy made the row up: (T).
    let tokens: [TokenID]
    /// Where each sequence begins.
    let layout: SequenceLayout

    /// All rows as one chunk.
    var chunk: Chunk {
        Chunk(range: 0..<layout.rows, firstSequence: 0, layout: layout, positions: positions, tokens: tokens)
    }

    func keeping(_ selection: RowSelection) -> StreamNames {
        StreamNames(
            positions: selection.rows.map { positions[$0] }, tokens: selection.rows.map { tokens[$0] },
            layout: selection.layout)
    }
}

extension RowSelection {
    /// The rows of a chunk that stay, counted from the chunk's first row.
    func local(to chunk: Chunk, in layout: SequenceLayout) -> (rows: [Int], layout: SequenceLayout) {
        var kept: [Int] = []
        var lengths: [Int] = []
        var next = rows.partitioningIndex { $0 >= chunk.range.lowerBound }
        for sequence in chunk.sequences {
            let end = min(layout.starts[sequence + 1], chunk.range.upperBound)
            let before = kept.count
            while next < rows.count, rows[next] < end {
                kept.append(rows[next] - chunk.range.lowerBound)
                next += 1
            }
            lengths.append(kept.count - before)
        }
        return (kept, SequenceLayout(lengths: lengths))
    }

    /// Refuses a choice that breaks the rules of the runtime.
    func check(against names: StreamNames, protected: RowSet, owner: String, layer: Int) throws(ModelError) {
        func broken(_ rule: String) -> ModelError { .brokenRule(owner: owner, layer: layer, rule: rule) }
        guard layout.count == names.layout.count, layout.rows == rows.count else {
            throw broken("returned \(layout.count) sequences of \(names.layout.count)")
        }
        var isKept = Array(repeating: false, count: names.layout.rows)
        for sequence in 0..<layout.count {
            var previous = names.layout.starts[sequence] - 1
            for index in layout.range(of: sequence) {
                guard rows[index] < names.layout.starts[sequence + 1], rows[index] >= names.layout.starts[sequence]
                else { throw broken("kept row \(rows[index]), which is not of sequence \(sequence)") }
                guard rows[index] > previous else { throw broken("returned rows that are not in order") }
                previous = rows[index]
                isKept[previous] = true
            }
        }
        for row in isKept.indices where !isKept[row] && protected.contains(row) {
            throw broken("dropped the protected row at position \(names.positions[row])")
        }
    }
}

extension Array {
    /// The first index whose element satisfies a condition that holds for all elements after it.
    func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
