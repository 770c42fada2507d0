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

    /// Sequences of the batch that have rows here.
    var sequences: Range<Int> { firstSequence..<(firstSequence + layout.count) }

    /// Cuts a batch into chunks of at most `limit` rows.
    static func cut(_ layout: SequenceLayout, positions: [Int32], limit: Int) -> [Chunk] {
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
                    positions: Array(positions[start..<end])))
        }
        return chunks
    }
}

/// States of all sequences of one kind in one layer, carried from chunk to chunk.
struct StateCarry {
    private let initial: Tensor?
    private var finished: [Int: Tensor] = [:]

    /// - Parameter initial: (S, …) or nil for zero.
    init(initial: Tensor?) {
        self.initial = initial
    }

    /// States with which these sequences go on: (sequences, …); nil when all are zero.
    func states(of sequences: Range<Int>, shape: [Int], on device: Device) -> Tensor? {
        guard let carried = finished[sequences.lowerBound] else { return initial?.rows(sequences) }
        guard sequences.count > 1 else { return carried }
        let rest = (sequences.lowerBound + 1)..<sequences.upperBound
        return .concatenating([carried, initial?.rows(rest) ?? .zeros([rest.count] + shape, on: device)])
    }

    /// Remembers the states after a chunk: (sequences, …).
    mutating func update(_ states: Tensor, of sequences: Range<Int>) {
        for (index, sequence) in sequences.enumerated() {
            finished[sequence] = sequences.count == 1 ? states : states.rows(index..<(index + 1))
        }
    }

    /// States of all sequences: (S, …).
    func all(count: Int, shape: [Int], on device: Device) -> Tensor {
        guard count > 0 else { return .zeros([0] + shape, on: device) }
        if count == 1 { return finished[0] ?? initial ?? .zeros([1] + shape, on: device) }
        return .concatenating(
            (0..<count).map { finished[$0] ?? initial?.rows($0..<($0 + 1)) ?? .zeros([1] + shape, on: device) })
    }
}

/// Rows of the residual stream kept between two stages of a pass, as the pieces in which they were made.
struct RowBuffer {
    private var pieces: [Tensor] = []
    private var starts: [Int] = [0]

    mutating func append(_ piece: Tensor) {
        pieces.append(piece)
        starts.append(starts[starts.count - 1] + piece.rows)
    }

    /// The rows of a range: (range, D).
    func rows(_ range: Range<Int>) -> Tensor {
        var parts: [Tensor] = []
        for (piece, start) in zip(pieces, starts) {
            let clamped = range.clamped(to: start..<(start + piece.rows))
            guard !clamped.isEmpty else { continue }
            let local = (clamped.lowerBound - start)..<(clamped.upperBound - start)
            parts.append(local.count == piece.rows ? piece : piece.rows(local))
        }
        return parts.count == 1 ? parts[0] : .concatenating(parts)
    }

    /// Gives up the pieces that lie wholly before a row.
    mutating func release(before row: Int) {
        while starts.count > 1, starts[1] <= row, !pieces.isEmpty {
            pieces.removeFirst()
            starts.removeFirst()
        }
    }
}
