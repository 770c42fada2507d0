public import SSMTensor

/// Encodes a text that comes piece by piece.
///
/// All tokens together are those of `encode` of the whole text; no special tokens are put around it. The text is cut
/// where no token can lie across (see `CutRule`), and only what is behind the last cut is kept: memory is bounded as
/// long as the text has such places. For byte-level tokenizers these are spaces, ends of lines and punctuation; a word
/// of a hundred megabytes is kept whole, and so is a text whose tokenizer has a normalizer that looks at a whole text,
/// a regular expression that is not known here, or a type that is not one of this module.
public struct StreamingEncoder: Sendable {
    private enum Source: Sendable {
        case bytePair(BytePairTokenizer)
        case words(WordTokenizer)
        case other(any Tokenizer)
    }

    private let source: Source
    private let rule: CutRule
    /// Bytes that are gathered before a place to cut is looked for.
    private let batch: Int
    /// What is not encoded yet.
    private var buffer: [UInt8] = []
    /// How many bytes of the buffer are whole characters.
    private var checked = 0
    /// How many bytes of the buffer have no place to cut before them.
    private var searched = 0
    /// How many bytes came before the buffer.
    private var offset = 0

    /// An encoder at the start of a text.
    public init(_ tokenizer: any Tokenizer) {
        self.init(tokenizer, batch: 1 << 16)
    }

    /// An encoder that looks for a place to cut whenever it has `batch` more bytes.
    package init(_ tokenizer: any Tokenizer, batch: Int) {
        self.batch = batch
        switch tokenizer {
        case let tokenizer as BytePairTokenizer:
            source = .bytePair(tokenizer)
            rule = CutRule(tokenizer)
        case let tokenizer as WordTokenizer:
            source = .words(tokenizer)
            rule = CutRule(tokenizer)
        default:
            source = .other(tokenizer)
            rule = .never
        }
    }

    /// Takes the next bytes of the text and gives the tokens that are certain by now. A character may be cut.
    ///
    /// - Throws: `TokenizerError.notUTF8` with the byte of the text where the fault is, and what `encode` throws. The
    ///   encoder must not be used after an error.
    public mutating func append(_ bytes: some Collection<UInt8>) throws(TokenizerError) -> [TokenID] {
        var tokens: [TokenID] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            buffer.append(contentsOf: rest.prefix(batch))
            rest = rest.dropFirst(batch)
            let progress = UTF8Validation.advance(in: buffer.span, from: checked)
            checked = progress.end
            guard progress.canGoOn else { throw .notUTF8(offset: offset + checked) }
            if checked - searched >= batch { try encodeCertain(&tokens) }
        }
        return tokens
    }

    /// Gives the tokens of the rest of the text. The encoder is then at the start of a new one.
    ///
    /// - Throws: as `append(_:)`, also for a text that ends inside a character.
    public mutating func finish() throws(TokenizerError) -> [TokenID] {
        guard checked == buffer.count else { throw .notUTF8(offset: offset + checked) }
        var tokens: [TokenID] = []
        try encode(buffer, isEnd: true, &tokens)
        (buffer, checked, searched, offset) = ([], 0, 0, 0)
        return tokens
    }

    private mutating func encodeCertain(_ tokens: inout [TokenID]) throws(TokenizerError) {
        let start = max(searched, buffer.span.scalar(at: 0).byteCount)
        guard let cut = rule.lastCut(in: buffer.span, from: start, to: checked) else {
            searched = checked
            return
        }
        try encode(Array(buffer[..<cut]), isEnd: false, &tokens)
        buffer.removeSubrange(..<cut)
        offset += cut
        checked -= cut
        searched = 0
    }

    private func encode(_ text: [UInt8], isEnd: Bool, _ tokens: inout [TokenID]) throws(TokenizerError) {
        switch source {
        case .bytePair(let tokenizer):
            let ends = TextEnds(isStart: offset == 0, isEnd: isEnd, cutsWords: rule.cutsWords)
            try tokenizer.encode(text, ends: ends, to: &tokens)
        case .words(let tokenizer):
            do throws(TokenizerError) {
                tokens += try tokenizer.encode(String(decoding: text, as: UTF8.self))
            } catch {
                guard case .unknownPiece(let piece, let place) = error else { throw error }
                throw .unknownPiece(piece, offset: offset + place)
            }
        case .other(let tokenizer): tokens += try tokenizer.encode(String(decoding: text, as: UTF8.self))
        }
    }
}
