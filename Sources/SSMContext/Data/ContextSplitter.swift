public import SSMText

/// Cuts contexts into segments at the borders of passages; passages that do not fit are cut at paragraphs, lines,
/// sentences, words and characters, at the first of these that will do.
public struct ContextSplitter: Sendable {
    private static let separators = ["\n\n", "\n", ". ", " "]

    private let tokenizer: any Tokenizer
    private let limit: Int

    /// A splitter into segments of at most so many tokens.
    ///
    /// - Precondition: the limit is positive.
    public init(limit: Int, tokenizer: any Tokenizer) {
        precondition(limit > 0, "ContextSplitter: a limit of \(limit) tokens is not positive")
        self.limit = limit
        self.tokenizer = tokenizer
    }

    /// The segments of a context, each as long as the next passage allows.
    ///
    /// - Throws: `TokenizerError` for text outside the vocabulary.
    /// - Edge cases: an empty context has one empty segment; a single character of more tokens than a segment may have
    ///   is a segment all the same.
    public func segments(of context: [Passage]) throws(TokenizerError) -> [ContextSegment] {
        var segments = [ContextSegment(passages: [], range: 0..<0, tokens: 0)]
        for (index, passage) in context.enumerated() {
            for (part, tokens) in try parts(of: passage) {
                let last = segments.count - 1
                if segments[last].tokens + tokens > limit && segments[last].tokens > 0 {
                    segments.append(ContextSegment(passages: [part], range: index..<index + 1, tokens: tokens))
                } else {
                    segments[last].passages.append(part)
                    segments[last].range = segments[last].range.lowerBound..<index + 1
                    segments[last].tokens += tokens
                }
            }
        }
        return segments
    }

    /// A passage, or its parts where it is too long, with the number of tokens of each.
    private func parts(of passage: Passage) throws(TokenizerError) -> [(Passage, tokens: Int)] {
        let whole = try passage.encoded(with: tokenizer).count
        guard whole > limit else { return [(passage, whole)] }
        var parts: [(Passage, tokens: Int)] = []
        for (text, tokens) in try cut(passage.text[...], at: Self.separators[...]) {
            parts.append((Passage(text: String(text), evidenceFor: passage.evidenceFor), tokens))
        }
        return parts
    }

    /// Parts of a text that fit, each as long as the next separator allows.
    private func cut(
        _ text: Substring, at separators: ArraySlice<String>
    ) throws(TokenizerError) -> [(text: Substring, tokens: Int)] {
        let whole = try count(String(text))
        guard whole > limit, text.count > 1 else { return [(text, whole)] }
        guard let separator = separators.first else {
            let middle = text.index(text.startIndex, offsetBy: text.count / 2)
            return try cut(text[..<middle], at: []) + cut(text[middle...], at: [])
        }
        var parts: [(text: Substring, tokens: Int)] = []
        for piece in Self.pieces(of: text, at: separator) {
            for (part, tokens) in try cut(piece, at: separators.dropFirst()) {
                // Tokens add up where a text is cut at the borders of words; counting each union would be quadratic.
                if let last = parts.last, last.tokens + tokens <= limit {
                    parts[parts.count - 1] = (text[last.text.startIndex..<part.endIndex], last.tokens + tokens)
                } else {
                    parts.append((part, tokens))
                }
            }
        }
        return parts
    }

    /// The text cut before each separator, or behind its first character where that ends a sentence.
    private static func pieces(of text: Substring, at separator: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var search = text.startIndex
        while let found = text[search...].firstRange(of: separator) {
            let border = separator.first == "." ? text.index(after: found.lowerBound) : found.lowerBound
            if border > start {
                pieces.append(text[start..<border])
                start = border
            }
            search = found.upperBound
        }
        pieces.append(text[start...])
        return pieces
    }

    private func count(_ text: String) throws(TokenizerError) -> Int {
        try tokenizer.encode(text).count
    }
}
