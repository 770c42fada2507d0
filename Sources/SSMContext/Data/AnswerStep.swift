public import SSMTensor

/// One part of the making of an answer, such as a note before it.
public struct AnswerStep: Sendable, Hashable, Codable {
    /// What the part is: "answer", "note", …
    public var kind: String

    /// The generated text.
    public var text: String

    /// The generated tokens.
    public var tokens: [TokenID]

    /// The passages of the context that were read for it, by index; nil: the part was not read apart from the others.
    public var passages: Range<Int>?

    /// The tokens that were read for it; nil as for `passages`.
    public var readTokens: Int?

    /// A part of an answer.
    public init(
        kind: String, text: String, tokens: [TokenID], passages: Range<Int>? = nil, readTokens: Int? = nil
    ) {
        self.kind = kind
        self.text = text
        self.tokens = tokens
        self.passages = passages
        self.readTokens = readTokens
    }
}
