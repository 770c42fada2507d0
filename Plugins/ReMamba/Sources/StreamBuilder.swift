import SSMModel
import SSMTensor

/// Makes a stream of runs of another one and of rows that a strategy made up.
struct StreamBuilder {
    private let original: TokenStream
    private var parts: [RowSource.Part] = []
    private var positions: [Int32] = []
    private var tokens: [TokenID] = []
    private var lengths: [Int] = []
    private var finished = 0

    init(_ original: TokenStream) {
        self.original = original
    }

    /// Rows of the original stream as they are.
    mutating func copy(_ rows: Range<Int>) {
        guard !rows.isEmpty else { return }
        parts += original.source.parts(in: rows)
        positions += original.positions[rows]
        tokens += original.tokens[rows]
    }

    /// A row that was made up: (1, D).
    mutating func add(_ row: Tensor, position: Int32, token: TokenID) {
        parts.append(.rows(row))
        positions.append(position)
        tokens.append(token)
    }

    /// Ends a sequence.
    mutating func endSequence() {
        lengths.append(positions.count - finished)
        finished = positions.count
    }

    /// The stream of all sequences that were ended.
    var stream: TokenStream {
        TokenStream(
            source: RowSource(parts), positions: positions, tokens: tokens, layout: SequenceLayout(lengths: lengths))
    }
}
