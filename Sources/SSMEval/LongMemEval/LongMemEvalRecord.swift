/// One question of LongMemEval with the history that it is about.
package struct LongMemEvalRecord: Hashable, Sendable {
    /// Its name, unique in a file; that of a question which cannot be answered has "_abs" in it.
    package var id: String
    /// Its type; questions that cannot be answered keep theirs.
    package var type: QuestionType
    /// What is asked.
    package var question: String
    /// The answer, a rubric (preferences), or why there is none (abstention).
    package var answer: String
    /// When it is asked.
    package var questionDate: String
    /// The history, in the order of the file.
    package var sessions: [LongMemEvalSession]
    /// Names of the sessions that hold the evidence.
    package var answerSessionIDs: [String]

    /// A record.
    package init(
        id: String, type: QuestionType, question: String, answer: String, questionDate: String,
        sessions: [LongMemEvalSession], answerSessionIDs: [String]
    ) {
        self.id = id
        self.type = type
        self.question = question
        self.answer = answer
        self.questionDate = questionDate
        self.sessions = sessions
        self.answerSessionIDs = answerSessionIDs
    }

    /// Whether the question cannot be answered.
    ///
    /// - Source: `evaluate_qa.py`, which looks for "_abs" anywhere in the name, never at the type.
    package var isAbstention: Bool { id.contains("_abs") }
}
