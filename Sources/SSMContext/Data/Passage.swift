/// One piece of a context: the text of a context is the texts of its passages, one after the other.
public struct Passage: Sendable, Hashable, Codable {
    /// The exact text, with the space or newline that separates it from the passage before.
    public var text: String

    /// The questions of the sample (indices) that this passage is evidence for: without it they cannot be answered.
    public var evidenceFor: [Int]

    /// A passage; by default one that is evidence for nothing.
    public init(text: String, evidenceFor: [Int] = []) {
        self.text = text
        self.evidenceFor = evidenceFor
    }
}
