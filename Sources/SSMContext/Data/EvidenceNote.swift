/// What a perfect reader notes down about one piece of evidence, in canonical words: no copy of the passage.
public struct EvidenceNote: Sendable, Hashable, Codable {
    /// The passage of the sample's context (its index) that the note is about.
    public var passage: Int

    /// The note; everything that the question needs to know of the passage.
    public var text: String

    /// A note.
    public init(passage: Int, text: String) {
        self.passage = passage
        self.text = text
    }
}
