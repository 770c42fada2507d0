/// Where note and answer stand in a training example of `RwR`; c is the context, q the question, s the note, a the
/// answer.
public enum NoteLayout: String, Codable, Sendable, Hashable, CaseIterable {
    /// c q and the request for a note; s, the answer marker, a.
    case cotAnswer = "cot-answer"
    /// c q and the request for a note; s and the end of the text. The answer is learnt from other examples.
    case summaryOnly = "summary-only"
    /// s c q; a. Half of the examples are those of `summaryOnly`, because a note has to come from somewhere.
    case prepend
    /// c q; a, the request for a note, s, the answer marker: a control with the same targets, in which no note can help
    /// the answer.
    case answerFirst = "answer-first"
}

/// What stands where a note belongs in `RwR`.
public enum NoteContent: String, Codable, Sendable, Hashable, CaseIterable {
    /// The note.
    case notes
    /// The note of another question about the same context: a control.
    case shuffled
    /// As many tokens of filler: a control.
    case filler
}

/// How `RwR` answers.
public enum NoteAnswering: String, Codable, Sendable, Hashable, CaseIterable {
    /// A note of the whole context, then the answer.
    case noteFirst = "note-first"
    /// A note of each segment of the context, then the answer from the notes: SSA.
    case segments
    /// The answer at once.
    case direct
}
