public import SSMTensor

/// One part of the making of an answer, such as a note before it.
public struct AnswerStep: Sendable, Hashable, Codable {
    /// What the part is: "answer", "note", …
    public var kind: String

    /// The generated text.
    public var text: String

    /// The generated tokens.
    public var tokens: [TokenID]

    /// A part of an answer.
    public init(kind: String, text: String, tokens: [TokenID]) {
        self.kind = kind
        self.text = text
        self.tokens = tokens
    }
}
