import SSMTensor

/// The tokens of a file that are found in a text as a whole, before it is split.
///
/// - Source: `AddedVocabulary` of the `tokenizers` package, 0.23.
struct AddedTokens: Sendable {
    /// One added token.
    struct Token: Sendable {
        var id: TokenID
        var content: [UInt8]
        var isSpecial: Bool
        var isSingleWord: Bool
        var stripsLeft: Bool
        var stripsRight: Bool
        var isNormalized: Bool
        /// What stands for it in a normalized text.
        var normalized: [UInt8]

        /// What is looked for.
        var pattern: [UInt8] { isNormalized ? normalized : content }
    }

    /// A part of a text: a token, or text where `token` is nil.
    struct Part {
        var token: TokenID?
        var range: Range<Int>
    }

    /// All of them, by their place in the file.
    private(set) var tokens: [Token] = []
    /// Those that are looked for in the text as it is.
    private var raw: ByteTrie?
    /// Those that are looked for in the normalized text.
    private var normalized: ByteTrie?

    /// Whether there are tokens to look for in the normalized text.
    var hasNormalized: Bool { normalized != nil }

    /// Adds a token; false when another one is looked for by the same bytes, or by none.
    mutating func add(_ token: Token) -> Bool {
        if token.pattern.isEmpty { return false }
        let index = Int32(tokens.count)
        tokens.append(token)
        if token.isNormalized {
            var trie = normalized ?? ByteTrie()
            normalized = nil
            defer { normalized = trie }
            return trie.insert(token.pattern, index)
        }
        var trie = raw ?? ByteTrie()
        raw = nil
        defer { raw = trie }
        return trie.insert(token.pattern, index)
    }

    /// The parts of a text that is not empty: before normalization, or after it.
    func parts(of text: [UInt8], isNormalized: Bool) -> [Part] {
        guard let trie = isNormalized ? normalized : raw else { return [Part(range: 0..<text.count)] }
        let span = text.span
        var parts: [Part] = []
        var covered = 0
        var searched = 0
        var spaces = 0..<0
        while let match = trie.firstMatch(in: span, from: searched) {
            searched = match.range.upperBound
            let token = tokens[Int(match.value)]
            var (start, end) = (match.range.lowerBound, match.range.upperBound)
            if token.isSingleWord {
                if start > 0, span.scalar(before: start).isWord { continue }
                if end < span.count, span.scalar(at: end).isWord { continue }
            }
            if token.stripsLeft {
                while start > covered, case let scalar = span.scalar(before: start), scalar.properties.isWhitespace {
                    start -= scalar.byteCount
                }
                // A token before this one may have taken the spaces, and even this one's own.
                start = min(max(start, covered), end)
            }
            if token.stripsRight {
                // A token of white space may stand in the spaces that the one before it has taken.
                if !spaces.contains(end) {
                    let first = end
                    while end < span.count, case let scalar = span.scalar(at: end), scalar.properties.isWhitespace {
                        end += scalar.byteCount
                    }
                    spaces = first..<end
                }
                end = spaces.upperBound
            }
            if covered < start { parts.append(Part(range: covered..<start)) }
            parts.append(Part(token: token.id, range: start..<end))
            covered = end
        }
        if covered != span.count { parts.append(Part(range: covered..<span.count)) }
        return parts
    }
}
