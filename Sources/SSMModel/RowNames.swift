public import SSMTensor

/// Rows named by (sequence, original position), so that dropping and splicing need no realignment.
///
/// Where rows of a sequence share a position, the last of them answers to the name.
public struct RowNames: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case all
        case listed([[Int32]])
    }

    let kind: Kind

    /// No row.
    public static let none = RowNames(kind: .listed([]))
    /// Every row.
    public static let all = RowNames(kind: .all)

    private init(kind: Kind) {
        self.kind = kind
    }

    /// The rows at these original positions, listed for each sequence of the batch.
    public init(_ positions: [[Int32]]) {
        kind = .listed(positions.map { Array(Set($0)).sorted() })
    }

    /// Both sets of rows.
    public func union(_ other: RowNames) -> RowNames {
        guard case .listed(let mine) = kind, case .listed(let theirs) = other.kind else { return .all }
        let count = max(mine.count, theirs.count)
        return RowNames(
            (0..<count).map { ($0 < mine.count ? mine[$0] : []) + ($0 < theirs.count ? theirs[$0] : []) })
    }

    /// Whether no row is named.
    public var isEmpty: Bool {
        guard case .listed(let positions) = kind else { return false }
        return positions.allSatisfy(\.isEmpty)
    }

    /// The rows of a packed batch that carry these names.
    ///
    /// - Parameter positions: (T), not decreasing inside a sequence of `layout`.
    public func rows(of positions: [Int32], in layout: SequenceLayout) -> RowSet {
        guard case .listed(let named) = kind else { return RowSet(mask: Array(repeating: true, count: layout.rows)) }
        var mask = Array(repeating: false, count: layout.rows)
        for sequence in 0..<min(layout.count, named.count) where !named[sequence].isEmpty {
            var next = 0
            let range = layout.range(of: sequence)
            for row in range {
                while next < named[sequence].count, named[sequence][next] < positions[row] { next += 1 }
                guard next < named[sequence].count else { break }
                mask[row] = named[sequence][next] == positions[row] && positions.isLast(row, in: range)
            }
        }
        return RowSet(mask: mask)
    }
}

extension [Int32] {
    /// Whether no later row of a sequence shares the position of a row, which then answers to that name.
    func isLast(_ row: Int, in sequence: Range<Int>) -> Bool {
        row + 1 == sequence.upperBound || self[row + 1] != self[row]
    }
}
