/// One message of a conversation.
public struct TeacherMessage: Sendable, Hashable, Codable {
    /// Who speaks.
    public enum Role: String, Sendable, Hashable, Codable {
        /// Who sets the rules of the conversation.
        case system
        /// Who asks.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks.
    public var role: Role

    /// What is said.
    public var text: String

    /// A message.
    public init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }
}
