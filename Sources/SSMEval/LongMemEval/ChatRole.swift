/// Who speaks in a turn of a conversation.
package enum ChatRole: String, Codable, Hashable, Sendable, CaseIterable {
    case user, assistant
}
