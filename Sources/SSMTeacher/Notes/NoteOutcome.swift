/// What became of an attempt to make a note.
public enum NoteOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// A note that leads to the answer.
    case valid
    /// An empty note, for a context without the evidence.
    case empty
    /// A note that does not lead to the answer.
    case rejected
    /// None: the teacher, the verifier or the locator gave nothing that can be used.
    case failed
}
