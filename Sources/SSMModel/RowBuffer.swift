import SSMTensor

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
