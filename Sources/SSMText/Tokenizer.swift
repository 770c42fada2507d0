public import SSMTensor

/// Text to token ids and back.
public protocol Tokenizer: Sendable {
    /// Number of token ids: every id is in 0 ..< `vocabularySize`.
    var vocabularySize: Int { get }

    /// The token that ends a text, `<|endoftext|>`.
    var endOfText: TokenID { get }

    /// The tokens of a text. Nothing is put before or after it.
    ///
    /// - Throws: `TokenizerError` for text that the vocabulary cannot express.
    func encode(_ text: String) throws(TokenizerError) -> [TokenID]

    /// The tokens of a text with the special tokens that the tokenizer's post-processor puts around it.
    ///
    /// The default puts nothing around it.
    ///
    /// - Throws: as `encode(_:)`.
    func encodeWithSpecialTokens(_ text: String) throws(TokenizerError) -> [TokenID]

    /// The text of tokens.
    ///
    /// - Parameter skippingSpecialTokens: leaves special tokens out, as the `tokenizers` package does by default.
    /// - Precondition: every id is in 0 ..< `vocabularySize`.
    func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String

    /// Whether a token is a special one.
    func isSpecial(_ id: TokenID) -> Bool

    /// Whether the text of a token, after any tokens, may change with the tokens that follow by more than the completion
    /// of a character that it cuts.
    ///
    /// Byte fallback has such tokens: a run of bytes is decoded as a whole. A decoder that looks at the end of a text
    /// makes all tokens such. `StreamingDecoder` holds their text back. The default is false.
    func textDependsOnNext(_ id: TokenID) -> Bool

    /// The id of the token with exactly this text; nil where there is none.
    func id(of token: String) -> TokenID?

    /// The tokenizer as the text of a Hugging Face `tokenizer.json`.
    var json: String { get }
}

extension Tokenizer {
    public func encodeWithSpecialTokens(_ text: String) throws(TokenizerError) -> [TokenID] {
        try encode(text)
    }

    public func textDependsOnNext(_ id: TokenID) -> Bool { false }

    /// The text of tokens, special tokens included.
    ///
    /// - Precondition: every id is in 0 ..< `vocabularySize`.
    public func decode(_ ids: [TokenID]) -> String {
        decode(ids, skippingSpecialTokens: false)
    }
}
