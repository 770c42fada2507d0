public import SSMTensor

/// Turns tokens into text as they come.
///
/// Text comes out as soon as no later token can change it: a character that a token cuts waits for the tokens that
/// complete it, a run of bytes of a tokenizer with byte fallback for the token that ends it. What came out is always
/// valid UTF-8, and all of it together is the `decode` of all tokens.
public struct StreamingDecoder: Sendable {
    private let tokenizer: any Tokenizer
    private let skippingSpecialTokens: Bool

    /// The last tokens: enough of those whose text is out that the text of the next ones joins it as in the whole.
    private var window: [TokenID] = []
    /// Bytes of the window's text that are out.
    private var released = 0

    /// Tokens that the window keeps: the bytes of a character may come from four, and the first may be cut in itself.
    private static let kept = 8
    private static let replacement = Array("\u{FFFD}".utf8)

    /// A decoder that has seen nothing.
    ///
    /// - Parameter skippingSpecialTokens: leaves special tokens out.
    public init(_ tokenizer: any Tokenizer, skippingSpecialTokens: Bool = false) {
        self.tokenizer = tokenizer
        self.skippingSpecialTokens = skippingSpecialTokens
    }

    /// The text that one more token makes certain; often that of the token, sometimes none.
    ///
    /// - Precondition: the id is in 0 ..< the tokenizer's `vocabularySize`.
    /// - Complexity: constant time a token, amortised.
    public mutating func append(_ id: TokenID) -> String {
        if skippingSpecialTokens, tokenizer.isSpecial(id) { return "" }
        window.append(id)
        guard !tokenizer.textDependsOnNext(id) else { return "" }
        let text = Array(tokenizer.decode(window, skippingSpecialTokens: skippingSpecialTokens).utf8)
        // A replacement character at the end may stand for the beginning of a character.
        let held = text.suffix(Self.replacement.count).elementsEqual(Self.replacement) ? Self.replacement.count : 0
        let piece = String(decoding: text[released..<(text.count - held)], as: UTF8.self)
        released = text.count - held
        shorten(held: held)
        return piece
    }

    /// The rest of the text, with replacement characters for what was not completed. Then the decoder begins anew.
    public mutating func finish() -> String {
        let text = Array(tokenizer.decode(window, skippingSpecialTokens: skippingSpecialTokens).utf8)
        let piece = String(decoding: text[released...], as: UTF8.self)
        window = []
        released = 0
        return piece
    }

    /// Forgets tokens that the next ones cannot join.
    ///
    /// - Edge cases: what decodes to nothing stays, because a decoder that strips the start would strip again.
    private mutating func shorten(held: Int) {
        guard window.count > 2 * Self.kept else { return }
        let last = Array(window.suffix(Self.kept))
        let bytes = tokenizer.decode(last, skippingSpecialTokens: skippingSpecialTokens).utf8.count
        guard bytes > held else { return }
        window = last
        released = bytes - held
    }
}
