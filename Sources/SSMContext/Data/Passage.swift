public import SSMTensor
import SSMText

/// One piece of a context: the text of a context is the texts of its passages, one after the other.
public struct Passage: Sendable, Hashable, Codable {
    /// The exact text, with the space or newline that separates it from the passage before.
    public var text: String

    /// The questions of the sample (indices) that this passage is evidence for: without it they cannot be answered.
    public var evidenceFor: [Int]

    /// The tokens of a text that a model generated, which need not be those that its text is encoded as; nil: the
    /// text's.
    public var tokens: [TokenID]?

    /// A passage; by default one that is evidence for nothing.
    public init(text: String, evidenceFor: [Int] = [], tokens: [TokenID]? = nil) {
        self.text = text
        self.evidenceFor = evidenceFor
        self.tokens = tokens
    }
}

extension Passage {
    /// The tokens: those that are given, or the text's.
    func encoded(with tokenizer: any Tokenizer) throws(TokenizerError) -> [TokenID] {
        if let tokens { return tokens }
        return try tokenizer.encode(text)
    }
}
