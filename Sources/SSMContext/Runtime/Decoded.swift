public import SSMTensor

/// What was generated after one prompt.
public struct Decoded: Sendable, Hashable {
    /// The tokens, without an end of the text.
    public let tokens: [TokenID]
    /// Their text, up to a stop string.
    public let text: String
    /// The tokens that the text is made of: all, without those of a stop string.
    ///
    /// - Edge cases: a token that holds the end of the text and the beginning of a stop string is one of them.
    public let textTokens: [TokenID]
    /// Why no more was generated.
    public let ending: AnswerEnding
}
