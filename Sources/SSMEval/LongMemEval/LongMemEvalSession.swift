/// A session of a history.
package struct LongMemEvalSession: Hashable, Sendable {
    /// Its name; those of evidence contain "answer_".
    package var id: String
    /// When it was, such as "2023/05/30 (Tue) 23:40".
    package var date: String
    /// What was said.
    package var turns: [LongMemEvalTurn]

    /// A session.
    package init(id: String, date: String, turns: [LongMemEvalTurn]) {
        self.id = id
        self.date = date
        self.turns = turns
    }
}
