/// What becomes of the matches of a split.
///
/// - Source: `SplitDelimiterBehavior` of the `tokenizers` package.
enum SplitBehavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    /// A part of a piece: all parts together are the piece.
    struct Part {
        var range: Range<Int>
        var isMatch: Bool
    }

    /// Adds the pieces that the parts become.
    func addPieces(of parts: [Part], to pieces: inout [Range<Int>]) {
        switch self {
        case .removed: for part in parts where !part.isMatch { Self.add(part.range, to: &pieces) }
        case .isolated: for part in parts { Self.add(part.range, to: &pieces) }
        case .contiguous, .mergedWithPrevious:
            var open: Range<Int>?
            var afterMatch = false
            for part in parts {
                let joins = self == .contiguous ? part.isMatch == afterMatch : part.isMatch && !afterMatch
                if joins, let before = open {
                    open = before.lowerBound..<part.range.upperBound
                } else {
                    if let before = open { Self.add(before, to: &pieces) }
                    open = part.range
                }
                afterMatch = part.isMatch
            }
            if let open { Self.add(open, to: &pieces) }
        case .mergedWithNext:
            for (index, part) in parts.enumerated() {
                let joinsNext = part.isMatch && index + 1 < parts.count && !parts[index + 1].isMatch
                if joinsNext { continue }
                let joined = !part.isMatch && index > 0 && parts[index - 1].isMatch
                let start = joined ? parts[index - 1].range.lowerBound : part.range.lowerBound
                Self.add(start..<part.range.upperBound, to: &pieces)
            }
        }
    }

    private static func add(_ range: Range<Int>, to pieces: inout [Range<Int>]) {
        if !range.isEmpty { pieces.append(range) }
    }
}
