import SSMContext

extension Decoded {
    /// The generated text as a part of a context.
    var passage: Passage { Passage(text: text, tokens: textTokens) }

    /// The generated text as a note in a trace.
    func step(_ texts: NoteTexts, passages: Range<Int>? = nil, readTokens: Int? = nil) -> AnswerStep {
        AnswerStep(
            kind: texts.isEmpty(text) ? AnswerStep.emptyNote : AnswerStep.note, text: text, tokens: tokens,
            passages: passages, readTokens: readTokens)
    }
}
