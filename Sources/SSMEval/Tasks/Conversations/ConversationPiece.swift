/// A part of a conversation: the line that begins a session, or a turn.
struct ConversationPiece: ContextPiece, Sendable {
    /// What a piece is.
    enum Kind: Sendable, Hashable {
        /// The line that begins a session at a minute.
        case session(minute: Int)
        case turn(ChatRole)
    }

    let kind: Kind
    var text: String
    /// The questions that the piece is evidence for.
    var evidenceFor: [Int] = []
    /// What to note down for these questions; nothing for the line of a session.
    var notes: [String] = []

    /// The line that begins a session.
    static func session(at minute: Int, evidenceFor questions: [Int] = []) -> ConversationPiece {
        let date = "\(ConversationClock.weekday(of: minute)) \(ConversationClock.day(of: minute))"
        return ConversationPiece(
            kind: .session(minute: minute), text: "\nOn \(date):", evidenceFor: questions)
    }

    /// A turn; the text is what is said.
    static func turn(
        _ role: ChatRole, _ text: String, evidenceFor questions: [Int] = [], notes: [String] = []
    ) -> ConversationPiece {
        ConversationPiece(
            kind: .turn(role), text: prefix(of: role) + text, evidenceFor: questions, notes: notes)
    }

    /// What is said in a turn; empty where its beginning is cut.
    func content(of role: ChatRole) -> String {
        String(text.dropFirst(Self.prefix(of: role).count))
    }

    private static func prefix(of role: ChatRole) -> String {
        switch role {
        case .user: "\nUser: "
        case .assistant: "\nAssistant: "
        }
    }
}
