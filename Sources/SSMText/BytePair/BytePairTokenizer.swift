public import SSMTensor

/// A byte-pair tokenizer read from a Hugging Face `tokenizer.json`, at the level of bytes (GPT-2, GPT-NeoX, Llama 3) or
/// of characters with a fallback to bytes (Llama 2, SentencePiece).
///
/// Gives the tokens and texts that the `tokenizers` package 0.23 gives. Vocabularies are keyed by bytes: "é" and "e"
/// with a combining accent are two tokens. The settings `truncation` and `padding`, which files keep from training, do
/// not change anything here: a text is encoded whole.
public struct BytePairTokenizer: Tokenizer {
    let normalizer: Normalizer?
    let preTokenizer: PreTokenizer?
    let postProcessor: PostProcessor
    let decoder: TokenDecoder?
    let model: BytePairModel
    let added: AddedTokens
    let table: TokenTable
    let encoders: WordEncoderPool

    public let endOfText: TokenID
    public let json: String

    public var vocabularySize: Int { table.count }

    /// The tokens of a text.
    ///
    /// - Throws: `TokenizerError.patternTooSlow` for a regular expression of the file that takes too many steps,
    ///   `TokenizerError.textGrows` for a component that makes a text longer without measure.
    /// - Complexity: O(n log n) time for n bytes, linear for usual texts.
    public func encode(_ text: String) throws(TokenizerError) -> [TokenID] {
        var tokens: [TokenID] = []
        try encode(Array(text.utf8), ends: TextEnds(), to: &tokens)
        return tokens
    }

    public func encodeWithSpecialTokens(_ text: String) throws(TokenizerError) -> [TokenID] {
        postProcessor.before + (try encode(text)) + postProcessor.after
    }

    public func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
        var texts = TokenTexts()
        for id in ids {
            precondition(0..<table.count ~= Int(id), "decode: \(id) is not in 0 ..< \(table.count)")
            guard let text = table.text(of: id), !(skippingSpecialTokens && table.isSpecial(id)) else { continue }
            texts.append(text)
        }
        if let decoder { return String(decoding: decoder.apply(to: texts).bytes, as: UTF8.self) }
        return (0..<texts.count).map { String(decoding: texts[$0], as: UTF8.self) }.joined(separator: " ")
    }

    public func isSpecial(_ id: TokenID) -> Bool {
        table.isSpecial(id)
    }

    public func id(of token: String) -> TokenID? {
        table.id(of: Array(token.utf8))
    }

    /// Adds the tokens of a text, or of a part of one.
    ///
    /// - Parameter ends: which ends of the part are ends of the text.
    func encode(_ text: [UInt8], ends: TextEnds, to tokens: inout [TokenID]) throws(TokenizerError) {
        if text.isEmpty { return }
        try encoders.withEncoder { encoder throws(TokenizerError) in
            for part in added.parts(of: text, isNormalized: false) {
                if let token = part.token {
                    tokens.append(token)
                    continue
                }
                let isWhole = part.range.count == text.count
                let partEnds = TextEnds(
                    isStart: part.range.lowerBound > 0 || ends.isStart,
                    isEnd: part.range.upperBound < text.count || ends.isEnd, cutsWords: ends.cutsWords)
                let isOrigin = part.range.lowerBound == 0 && ends.isStart
                var normalized = NormalizedText(isWhole ? text : Array(text[part.range]), isOrigin: isOrigin)
                try normalizer?.apply(to: &normalized, ends: partEnds)
                try encode(normalized, ends: partEnds, with: encoder, to: &tokens)
            }
        }
    }

    /// Adds the tokens of a normalized text between two added tokens.
    private func encode(
        _ text: NormalizedText, ends: TextEnds, with encoder: WordEncoder, to tokens: inout [TokenID]
    ) throws(TokenizerError) {
        if text.bytes.isEmpty { return }
        for part in added.parts(of: text.bytes, isNormalized: true) {
            if let token = part.token {
                tokens.append(token)
                continue
            }
            var list = PieceList(text)
            list.pieces = [part.range]
            let isStart = part.range.lowerBound > 0 || ends.isStart
            let isEnd = part.range.upperBound < text.bytes.count || ends.isEnd
            try preTokenizer?.apply(to: &list, isStart: isStart)
            let span = list.bytes.span
            for piece in list.pieces {
                // Where cuts are inside words, all that is between added tokens is one word.
                let isWhole = !ends.cutsWords || isStart && isEnd
                encoder.append(span, piece, isWhole: isWhole, to: &tokens)
            }
        }
    }
}
