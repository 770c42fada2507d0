/// A note that is said to hold what a question asks for.
public struct NoteClaim: Sendable, Hashable {
    /// What is asked.
    public var question: String

    /// The right answers, any of which will do.
    public var answers: [String]

    /// The note.
    public var note: String

    /// A claim.
    public init(question: String, answers: [String], note: String) {
        self.question = question
        self.answers = answers
        self.note = note
    }
}
