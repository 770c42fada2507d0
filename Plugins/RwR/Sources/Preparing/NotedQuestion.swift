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

    /// Which question of the sample it is.
    let number: Int
    let question: Question
    /// What there is to note, in reading order; nothing: the note is the empty one.
    var notes: [EvidenceNote] = []
    let evidence: Evidence

    /// The note as it is written.
    func note(_ texts: NoteTexts) -> String {
        notes.isEmpty ? texts.empty : notes.map { " " + $0.text }.joined()
    }
}
