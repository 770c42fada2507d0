public import SSMTensor

/// One part of the making of an answer, such as a note before it.
public struct AnswerStep: Sendable, Hashable, Codable {
    /// What the part is: `answer`, `note`, or another word.
    public var kind: String

    /// The generated text.
    public var text: String

    /// The generated tokens.
    public var tokens: [TokenID]

    /// The passages of the context that were read for it, by index; nil: the part was not read apart from the others.
    public var passages: Range<Int>?

    /// The tokens that were read for it; nil as for `passages`.
    public var readTokens: Int?

    /// The kind of what is given as the answer.
    public static let answer = "answer"
    /// The kind of a note.
    public static let note = "note"
    /// The kind of a note that says that there is nothing to note.
    public static let emptyNote = "empty note"

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
