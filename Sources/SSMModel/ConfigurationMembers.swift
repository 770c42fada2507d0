package import Foundation
package import SSMStore

/// The members of a configuration file (`config.json`, `generation_config.json`), each read by its key.
///
/// Keys that nobody asks for are as they are: the files of transformers have many. `null` counts as absent. An object
/// that has a key twice is refused.
package struct ConfigurationMembers: Sendable {
    /// The file, for messages.
    package let source: URL
    /// The members, in the order of the file.
    package let members: [JSONNode.Member]
    /// The keys that lead to the object, such as "ssm_cfg."; empty for the whole file.
    private let path: String

    /// Reads a file's content.
    ///
    /// - Throws: `ModelError.unreadable` for what is no JSON object.
    package init(_ content: [UInt8], of source: URL) throws(ModelError) {
        let node: JSONNode
        do throws(JSONScanner.Failure) {
            node = try JSONNode(parsing: content)
        } catch {
            let line = error.place.map { "line \($0.line): " } ?? ""
            throw .unreadable(source, reason: "\(line)\(error.reason); JSON is needed, which has no NaN or Infinity")
        }
        guard case .object(let members) = node else {
            throw .unreadable(source, reason: "it is \(node.summary) and not an object of keys and values")
        }
        self.init(members: members, source: source, path: "")
    }

    private init(members: [JSONNode.Member], source: URL, path: String) {
        self.members = members
        self.source = source
        self.path = path
    }

    /// An error about a key.
    package func fault(_ key: String, _ reason: String) -> ModelError {
        .unreadable(source, reason: "\(path)\(key): \(reason)")
    }

    /// The value of a key; nil when it is absent or null.
    package func node(_ key: String) -> JSONNode? {
        let found = members.first { $0.name.utf8.elementsEqual(key.utf8) }?.value
        return found == .null ? nil : found
    }

    /// A whole number.
    package func integer(_ key: String) throws(ModelError) -> Int? {
        guard let node = node(key) else { return nil }
        guard case .number(let text) = node, let value = Int(text) else {
            throw fault(key, "\(node.summary) is not a whole number of this machine")
        }
        return value
    }

    /// A number.
    package func number(_ key: String) throws(ModelError) -> Double? {
        guard let node = node(key) else { return nil }
        guard case .number(let text) = node, let value = Double(text), value.isFinite else {
            throw fault(key, "\(node.summary) is not a number, or too large")
        }
        return value
    }

    /// A truth value.
    package func boolean(_ key: String) throws(ModelError) -> Bool? {
        guard let node = node(key) else { return nil }
        guard case .boolean(let value) = node else { throw fault(key, "\(node.summary) is neither true nor false") }
        return value
    }

    /// A text.
    package func string(_ key: String) throws(ModelError) -> String? {
        guard let node = node(key) else { return nil }
        guard case .string(let value) = node else { throw fault(key, "\(node.summary) is not a text") }
        return value
    }

    /// A list.
    package func array(_ key: String) throws(ModelError) -> [JSONNode]? {
        guard let node = node(key) else { return nil }
        guard case .array(let items) = node else { throw fault(key, "\(node.summary) is not a list") }
        return items
    }

    /// The members of an object inside.
    package func object(_ key: String) throws(ModelError) -> ConfigurationMembers? {
        guard let node = node(key) else { return nil }
        guard case .object(let inner) = node else { throw fault(key, "\(node.summary) is not an object") }
        return ConfigurationMembers(members: inner, source: source, path: "\(path)\(key).")
    }
}
