public import SSMTensor

/// The T rows of a packed batch that enter the model, and the name of each.
public struct TokenStream: Sendable {
    /// What the rows are made from.
    public var source: RowSource
    /// Original position of each row, not decreasing inside a sequence: (T). The last row of a position answers to it.
    public var positions: [Int32]
    /// Token of each row, a negative number where a strategy made the row up: (T). Different numbers tell such rows
    /// apart, so that a hook of the strategy knows them again in the scan inputs.
    public var tokens: [TokenID]
    /// Where each sequence begins.
    public var layout: SequenceLayout

    /// A stream with all its parts given.
    ///
    /// - Precondition: all parts have the same number of rows.
    public init(source: RowSource, positions: [Int32], tokens: [TokenID], layout: SequenceLayout) {
        precondition(
            source.count == layout.rows && positions.count == layout.rows && tokens.count == layout.rows,
            "TokenStream: \(source.count) rows, \(positions.count) positions, \(tokens.count) tokens, "
                + "layout of \(layout.rows)")
        self.source = source
        self.positions = positions
        self.tokens = tokens
        self.layout = layout
    }

    /// Sequences of tokens whose rows are their embeddings.
    ///
    /// - Parameter firstPositions: where each sequence goes on, 0 when it is not given.
    public init(_ sequences: [[TokenID]], firstPositions: [Int32]? = nil) {
        let tokens = sequences.flatMap(\.self)
        var positions: [Int32] = []
        positions.reserveCapacity(tokens.count)
        for (index, sequence) in sequences.enumerated() {
            let first = firstPositions?[index] ?? 0
            positions.append(contentsOf: (0..<Int32(sequence.count)).map { first + $0 })
        }
        self.init(
            source: RowSource([.tokens(tokens)]), positions: positions, tokens: tokens,
            layout: SequenceLayout(lengths: sequences.map(\.count)))
    }
}
