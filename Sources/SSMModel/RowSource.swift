public import SSMTensor

/// What the rows of a stream are made from: embeddings of tokens, computed chunk by chunk, or rows given as a tensor.
public struct RowSource: Sendable {
    /// A run of rows of one kind.
    public enum Part: Sendable {
        /// Rows of the embedding.
        case tokens([TokenID])
        /// Rows given by a strategy: (rows, D).
        case rows(Tensor)

        /// Number of rows.
        public var count: Int {
            switch self {
            case .tokens(let tokens): tokens.count
            case .rows(let rows): rows.rows
            }
        }
    }

    /// The runs, end to end.
    public let parts: [Part]
    /// Number of rows, T.
    public let count: Int

    /// A source of these runs.
    public init(_ parts: [Part]) {
        self.parts = parts
        count = parts.reduce(0) { $0 + $1.count }
    }

    /// The runs of a range of rows, to splice a stream from another.
    ///
    /// - Precondition: the range is within the rows.
    public func parts(in range: Range<Int>) -> [Part] {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count, "RowSource: \(range) is not within \(count) rows")
        var pieces: [Part] = []
        var start = 0
        for part in parts {
            let clamped = range.clamped(to: start..<(start + part.count))
            if !clamped.isEmpty {
                let local = (clamped.lowerBound - start)..<(clamped.upperBound - start)
                switch part {
                case .tokens(let tokens): pieces.append(.tokens(Array(tokens[local])))
                case .rows(let rows): pieces.append(.rows(rows.rows(local)))
                }
            }
            start += part.count
        }
        return pieces
    }

    /// The rows of a range: (range, D).
    func rows(_ range: Range<Int>, embedding: Projection) -> Tensor {
        let pieces = parts(in: range).map { part in
            switch part {
            case .tokens(let tokens): embedding.embedding(tokens)
            case .rows(let rows): rows
            }
        }
        guard pieces.count != 1 else { return pieces[0] }
        return pieces.isEmpty
            ? .zeros([0, embedding.weight.columns], on: embedding.weight.device) : .concatenating(pieces)
    }
}
