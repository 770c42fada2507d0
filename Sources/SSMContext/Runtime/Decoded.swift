public import SSMTensor

/// What was generated after one prompt.
public struct Decoded: Sendable, Hashable {
    /// The tokens, without an end of the text.
    public let tokens: [TokenID]
    /// Their text, up to a stop string.
    public let text: String
    /// Why no more was generated.
    public let ending: AnswerEnding
}
