import SSMContext

/// A conversation of exactly the length asked for, with its questions.
struct Conversation {
    /// The sessions and turns, in order.
    let pieces: [ConversationPiece]

    /// The questions; which types they have stands in `kinds`.
    let questions: [Question]

    /// The types of the questions.
    let kinds: [QuestionType]

    /// Whether each question asks for what was never told.
    let isAbsent: [Bool]

    /// The most tokens of an answer with what ends it.
    let maximumAnswerTokens: Int

    /// The context as passages.
    var passages: [Passage] {
        pieces.map { Passage(text: $0.text, evidenceFor: $0.evidenceFor) }
    }
}
