/// A tree of configuration in which every node knows the place that it was written at.
package struct ConfigurationNode: Sendable, Hashable {
    /// One key of a mapping and its value.
    package struct Entry: Sendable, Hashable {
        /// The key.
        package var key: String
        /// Where the key stands.
        package var place: ConfigurationPlace
        /// The value.
        package var value: ConfigurationNode
    }

    /// The three kinds of node.
    package indirect enum Content: Sendable, Hashable {
        /// A text as it was written; numbers and truth values are read from it on demand.
        case scalar(text: String, isQuoted: Bool)
        /// A list.
        case sequence([ConfigurationNode])
        /// Keys and values in the order of the file.
        case mapping([Entry])
    }

    /// Where the node stands.
    package var place: ConfigurationPlace
    /// What the node holds.
    package var content: Content

    /// A node at a place.
    package init(_ content: Content, at place: ConfigurationPlace) {
        self.content = content
        self.place = place
    }

    /// The value of a key, when the node is a mapping that has it.
    package subscript(key: String) -> ConfigurationNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The text of a scalar, however it was quoted.
    package var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// Whether nothing was written where a value is expected.
    var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// Whether the value is `null` or `~`, in so many words.
    var isWrittenNull: Bool { isNull && text != "" }

    /// What an error message calls the node.
    var summary: String {
        switch content {
        case .mapping(let entries): return entries.isEmpty ? "an empty mapping" : "a mapping"
        case .sequence: return "a list"
        case .scalar(let text, isQuoted: true): return "the text '\(text)'"
        case .scalar(let text, isQuoted: false):
            if isWrittenNull { return "null" }
            if isNull { return "nothing (write {} for an empty mapping, or leave the key out for its default)" }
            if ScalarReading.boolean(text) != nil { return "the truth value \(text)" }
            if ScalarReading.number(text) != nil { return "the number \(text)" }
            return "the text '\(text)'"
        }
    }
}
