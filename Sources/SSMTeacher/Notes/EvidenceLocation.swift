/// Which paragraphs hold the answer to a question.
public enum EvidenceLocation: Sendable, Hashable {
    /// These, by index and in order; without them the question cannot be answered.
    case paragraphs([Int])
    /// None of them.
    case nowhere
    /// Nobody can say: the locator's own answer could not be read.
    case failed(reason: String)
}
