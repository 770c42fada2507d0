/// A turn of a session.
package struct LongMemEvalTurn: Hashable, Sendable {
    /// Who speaks.
    package var role: ChatRole
    /// What is said.
    package var content: String
    /// Whether it has a part of the answer; nil in sessions that have none.
    package var hasAnswer: Bool?

    /// A turn.
    package init(role: ChatRole, content: String, hasAnswer: Bool? = nil) {
        self.role = role
        self.content = content
        self.hasAnswer = hasAnswer
    }
}
