import SSMTensor

/// A key of random numbers for each of some rows, made from the key of the row's sequence and the row's position: it
/// does not depend on what a sequence is packed with, nor on which rows a strategy has dropped.
struct RowKeys {
    /// (T)
    private let keys: [RandomKey]

    /// The keys of the rows of a chunk.
    ///
    /// - Parameter sequences: all sequences of the batch.
    init(of chunk: Chunk, sequences: [SequenceInfo]) {
        keys = chunk.sequences.enumerated().flatMap { index, sequence in
            let key = sequences[sequence].key.folding("dropout")
            return chunk.layout.range(of: index).map { key.folding(Int(chunk.positions[$0])) }
        }
    }

    private init(keys: [RandomKey]) {
        self.keys = keys
    }

    /// The keys of what a name stands for.
    func folding(_ name: String) -> [RandomKey] {
        keys.map { $0.folding(name) }
    }

    /// The keys of some of the rows.
    func gathered(rows: [Int]) -> RowKeys {
        RowKeys(keys: rows.map { keys[$0] })
    }
}
