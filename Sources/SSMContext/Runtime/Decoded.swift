public import SSMTensor

/// What was generated after one prompt.
public struct Decoded: Sendable, Hashable {
    /// The tokens, without what ended them.
    public let tokens: [TokenID]
    /// Their text.
    public let text: String
}
