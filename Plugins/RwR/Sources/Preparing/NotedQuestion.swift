import SSMContext

/// A question with the note on what is left of its evidence in a context.
struct NotedQuestion {
    /// How much of the evidence the context has.
    enum Evidence {
        /// All of it, or the question asks for what was never there: its target is right.
        case whole
        /// Not all: the target cannot be told from the context.
        case reduced
    }

    let question: Question
    /// What there is to note, in reading order; nothing: the note is the empty one.
    let notes: [EvidenceNote]
    let evidence: Evidence
}
