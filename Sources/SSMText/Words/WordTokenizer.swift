public import SSMTensor

/// A tokenizer with a closed vocabulary of words, for the built-in tasks: exact in both directions.
///
/// A token is a word with or without the one space before it, or a single digit, space, newline or punctuation mark,
/// or a special token that begins with `<|` or is `|>`. So "red" and " red" are two entries, and " 42" is three tokens.
/// Tokens decode to the text that they came from, byte by byte; text outside the vocabulary is an error, never an
/// unknown token. Entries are compared by their UTF-8 bytes: "é" and "e" with a combining accent differ.
public struct WordTokenizer: Tokenizer, Equatable {
    /// The text that ends a text; always token 0 of a vocabulary that is made here.
    public static let endOfTextToken = "<|endoftext|>"

    /// The UTF-8 bytes of each token, by id.
    let entries: [ArraySlice<UInt8>]

    /// Ids of the special tokens, the longest first.
    let special: [TokenID]

    private let ids: [ArraySlice<UInt8>: TokenID]

    public let endOfText: TokenID

    /// A tokenizer of these entries: `<|endoftext|>` is token 0, special tokens and words follow in the order given.
    ///
    /// - Throws: `TokenizerError.notOnePiece` for an entry that is no token.
    /// - Edge cases: an entry that occurs twice is one token; `<|endoftext|>` may be among the entries.
    public init(words: [String]) throws(TokenizerError) {
        var seen: Set<ArraySlice<UInt8>> = []
        var entries: [ArraySlice<UInt8>] = []
        for entry in [Self.endOfTextToken] + words {
            let bytes = ArraySlice(Array(entry.utf8))
            guard PieceScanner.isSpecial(bytes) || PieceScanner.isOnePiece(bytes) else {
                throw .notOnePiece(entry: entry)
            }
            if seen.insert(bytes).inserted { entries.append(bytes) }
        }
        self.init(checked: entries, endOfText: 0)
    }

    /// A tokenizer of entries that are already known to be single tokens and different.
    init(checked entries: [ArraySlice<UInt8>], endOfText: TokenID) {
        self.entries = entries
        self.endOfText = endOfText
        var ids: [ArraySlice<UInt8>: TokenID] = [:]
        var special: [TokenID] = []
        for (index, bytes) in entries.enumerated() {
            ids[bytes] = TokenID(index)
            if PieceScanner.isSpecial(bytes) { special.append(TokenID(index)) }
        }
        self.ids = ids
        self.special = special.sorted { (entries[Int($0)].count, $1) > (entries[Int($1)].count, $0) }
    }

    public var vocabularySize: Int { entries.count }

    /// The tokens of a text.
    ///
    /// - Throws: `TokenizerError.unknownPiece` for the first piece that is not in the vocabulary.
    /// - Complexity: O(bytes) time.
    public func encode(_ text: String) throws(TokenizerError) -> [TokenID] {
        let bytes = Array(text.utf8)
        var tokens: [TokenID] = []
        tokens.reserveCapacity(bytes.count / 4)
        var position = 0
        while position < bytes.count {
            if let token = specialToken(in: bytes, at: position) {
                tokens.append(token)
                position += entries[Int(token)].count
                continue
            }
            let end = PieceScanner.end(in: bytes, from: position)
            guard let token = ids[bytes[position..<end]] else {
                throw .unknownPiece(String(decoding: bytes[position..<end], as: UTF8.self), offset: position)
            }
            tokens.append(token)
            position = end
        }
        return tokens
    }

    public func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
        var bytes: [UInt8] = []
        for id in ids {
            precondition(entries.indices.contains(Int(id)), "decode: \(id) is not in 0 ..< \(entries.count)")
            if skippingSpecialTokens && isSpecial(id) { continue }
            bytes += entries[Int(id)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public func isSpecial(_ id: TokenID) -> Bool {
        special.contains(id)
    }

    public func id(of token: String) -> TokenID? {
        ids[ArraySlice(Array(token.utf8))]
    }

    /// The tokens that express all of the texts: the special ones first, then each piece in order of first occurrence.
    ///
    /// - Edge cases: a text that is nothing but a name between `<|` and `|>` is a special token.
    public static func vocabulary(of texts: [String], special: [String] = []) -> [String] {
        var seen: Set<ArraySlice<UInt8>> = []
        var words: [String] = []
        let special = special + texts.filter { $0.wholeMatch(of: /<\|[A-Za-z_-]+\|>/) != nil }
        for text in texts where !special.contains(text) {
            let bytes = Array(text.utf8)
            var position = 0
            while position < bytes.count {
                let end = PieceScanner.end(in: bytes, from: position)
                if seen.insert(bytes[position..<end]).inserted {
                    words.append(String(decoding: bytes[position..<end], as: UTF8.self))
                }
                position = end
            }
        }
        return special + words
    }

    private func specialToken(in bytes: [UInt8], at position: Int) -> TokenID? {
        guard bytes[position] == PieceScanner.lessThan || bytes[position] == PieceScanner.bar else { return nil }
        return special.first { bytes[position...].starts(with: entries[Int($0)]) }
    }
}
