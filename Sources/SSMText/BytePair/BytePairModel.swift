import SSMTensor

/// The vocabulary and the merges of a byte-pair tokenizer.
///
/// - Source: `BPE` of the `tokenizers` package, 0.23.
struct BytePairModel: Sendable {
    /// The options of a file.
    struct Options: Sendable {
        var unknownToken: [UInt8]?
        var fusesUnknown = false
        var fallsBackToBytes = false
        var ignoresMerges = false
        var continuingPrefix: [UInt8] = []
        var endOfWordSuffix: [UInt8] = []
    }

    let options: Options
    /// The ids of the tokens by their texts.
    let vocabulary: ByteMap
    let merges: MergeTable
    /// Whether words are bytes that the vocabulary has as characters of `ByteAlphabet`.
    let isByteLevel: Bool
    let boundaries: HardBoundaries?
    /// As `vocabulary` with the texts as words have them; kept only for `ignoresMerges`.
    private let words: ByteMap?
    /// The token of each byte that is a character: of all bytes at byte level, of ASCII else; -1 where there is none.
    private let symbols: [TokenID]
    /// The tokens <0x00> … <0xFF>; -1 where there is none.
    private let byteTokens: [TokenID]
    private let unknown: TokenID?

    /// - Parameter file: what a file says.
    /// - Parameter wordsAreBytes: whether words come with their bytes, not yet written as characters.
    init(_ file: BytePairFile, wordsAreBytes: Bool) {
        let (options, vocabulary) = (file.options, file.vocabulary)
        self.options = options
        self.vocabulary = vocabulary
        merges = file.merges
        let hasAffixes = !options.continuingPrefix.isEmpty || !options.endOfWordSuffix.isEmpty
        let alphabet = ByteAlphabet.names.map { vocabulary.find($0) }
        isByteLevel = wordsAreBytes && !hasAffixes && alphabet.allSatisfy { $0 != nil }
        unknown = options.unknownToken.flatMap { vocabulary.find($0) }
        byteTokens = Self.byteNames.map { vocabulary.find($0) ?? -1 }
        if isByteLevel {
            symbols = alphabet.map { $0 ?? -1 }
            boundaries = .betweenBytes(of: file.mergedTexts.lazy.compactMap(Self.bytes))
        } else {
            symbols = (0..<128).map { vocabulary.find([$0]) ?? -1 }
            // Tokens that stand for characters without having their text could merge across any place.
            let substitutes = byteTokens + (unknown.map { [$0] } ?? [])
            let isSafe = !hasAffixes && !substitutes.contains { $0 >= 0 && file.isPartOfMerge[Int($0)] }
            boundaries = isSafe ? .betweenScalars(of: file.mergedTexts) : nil
        }
        words = options.ignoresMerges ? Self.words(file.entries, isByteLevel: isByteLevel) : nil
    }

    private static let byteNames = (0..<256).map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)
    }

    private static func bytes(_ text: [UInt8]) -> [UInt8]? {
        ByteAlphabet.bytes(of: String(decoding: text, as: UTF8.self).unicodeScalars)
    }

    private static func words(_ entries: [BytePairFile.Entry], isByteLevel: Bool) -> ByteMap {
        var words = ByteMap(capacity: entries.count)
        for entry in entries {
            guard let word = isByteLevel ? bytes(entry.text) : entry.text else { continue }
            _ = words.insert(word, entry.id)
        }
        return words
    }

    /// The token that is a whole word, where words of the vocabulary are not merged from their characters.
    func wholeWord(_ bytes: Span<UInt8>, _ word: Range<Int>) -> TokenID? {
        words?.find(bytes, word)
    }

    /// Whether unknown tokens cannot come between a character and the next: then a word can be cut behind it.
    func isKnown(_ scalar: Unicode.Scalar) -> Bool {
        if isByteLevel { return true }
        if options.fallsBackToBytes && !byteTokens.contains(-1) { return true }
        return scalar.isASCII ? symbols[Int(scalar.value)] >= 0 : vocabulary.find(Array(String(scalar).utf8)) != nil
    }

    /// The tokens of the characters of a word, not merged yet.
    func appendSymbols(of bytes: Span<UInt8>, _ word: Range<Int>, to tokens: inout [TokenID]) {
        if isByteLevel {
            let symbols = symbols.span
            for position in word { tokens.append(symbols[Int(bytes[position])]) }
            return
        }
        var position = word.lowerBound
        var pendingUnknown = false
        var key: [UInt8] = []
        while position < word.upperBound {
            let end = position + bytes.scalar(at: position).byteCount
            let character = position..<end
            position = end
            if let token = symbol(bytes, character, in: word, &key) {
                if pendingUnknown, let unknown { tokens.append(unknown) }
                pendingUnknown = false
                tokens.append(token)
            } else if !appendByteTokens(key, to: &tokens), let unknown {
                // An unknown token waits for the next known character, also while byte tokens pass it: so does the
                // package.
                if pendingUnknown && !options.fusesUnknown { tokens.append(unknown) }
                pendingUnknown = true
            }
        }
        if pendingUnknown, let unknown { tokens.append(unknown) }
    }

    /// The token of one character; without one, `key` is the text that was looked for.
    private func symbol(
        _ bytes: Span<UInt8>, _ character: Range<Int>, in word: Range<Int>, _ key: inout [UInt8]
    ) -> TokenID? {
        let isPlain = options.continuingPrefix.isEmpty && options.endOfWordSuffix.isEmpty
        if isPlain {
            let first = bytes[character.lowerBound]
            let found = first < 0x80 ? symbols[Int(first)] : vocabulary.find(bytes, character) ?? -1
            if found >= 0 { return found }
        }
        key.removeAll(keepingCapacity: true)
        if character.lowerBound > word.lowerBound { key += options.continuingPrefix }
        for position in character { key.append(bytes[position]) }
        if character.upperBound == word.upperBound { key += options.endOfWordSuffix }
        return isPlain ? nil : vocabulary.find(key)
    }

    private func appendByteTokens(_ text: [UInt8], to tokens: inout [TokenID]) -> Bool {
        guard options.fallsBackToBytes, text.allSatisfy({ byteTokens[Int($0)] >= 0 }) else { return false }
        for byte in text { tokens.append(byteTokens[Int(byte)]) }
        return true
    }
}
