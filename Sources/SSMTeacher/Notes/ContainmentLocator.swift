/// Finds the paragraphs that have one of the answers in them, by the rule of `ContainmentVerifier`.
public struct ContainmentLocator: EvidenceLocator {
    /// The locator, which has no settings.
    public init() {}

    public var name: String { "contains" }

    public func location(
        of answers: [String], to question: String, in paragraphs: [String]
    ) async throws(TeacherError) -> EvidenceLocation {
        let wanted = answers.map(PlainWords.init)
        let found = paragraphs.indices.filter { index in
            let words = PlainWords(paragraphs[index])
            return wanted.contains { words.contains($0) }
        }
        return found.isEmpty ? .nowhere : .paragraphs(found)
    }
}
