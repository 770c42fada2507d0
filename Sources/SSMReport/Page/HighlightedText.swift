import Foundation

/// A text in pieces, those that are looked for apart from the others.
struct HighlightedText {
    /// A piece.
    struct Piece {
        let word: String
        let isHit: Bool
    }

    /// The pieces in order.
    let pieces: [Piece]

    /// A text in which some words are looked for, in either case.
    ///
    /// - Parameter limit: the most characters that are kept.
    init(_ text: String, marking words: [String], limit: Int = 600) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let shown = trimmed.count > limit ? String(trimmed.prefix(limit)) + "\u{2026}" : trimmed
        let targets = words.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
        var pieces: [Piece] = []
        var rest = shown[...]
        while let hit = Self.firstHit(of: targets, in: rest) {
            if hit.lowerBound > rest.startIndex {
                pieces.append(Piece(word: String(rest[..<hit.lowerBound]), isHit: false))
            }
            pieces.append(Piece(word: String(rest[hit]), isHit: true))
            rest = rest[hit.upperBound...]
        }
        if !rest.isEmpty { pieces.append(Piece(word: String(rest), isHit: false)) }
        self.pieces = pieces
    }

    /// The first place of any of the words, of equals the longest.
    private static func firstHit(of words: [String], in text: Substring) -> Range<Substring.Index>? {
        words.compactMap { text.range(of: $0, options: .caseInsensitive) }.filter { !$0.isEmpty }
            .min { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
    }
}
