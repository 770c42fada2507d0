import SSMStore

/// Reads the members of one object of a `tokenizer.json` and refuses the ones that nobody knows.
struct ComponentReader {
    /// The path of the object, as `normalizer.normalizers.0`.
    let path: String
    private let members: [JSONNode.Member]

    /// - Throws: `TokenizerError.malformed` unless the node is an object.
    init(_ node: JSONNode, path: String) throws(TokenizerError) {
        guard case .object(let members) = node else {
            throw .malformed(key: path, reason: "it has to be an object, and is \(node.summary)")
        }
        self.members = members
        self.path = path
    }

    /// The names of the members.
    var names: [String] { members.map(\.name) }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// The member of a name; nil where it is missing or null.
    func node(_ name: String) -> JSONNode? {
        guard let node = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.value, node != .null else {
            return nil
        }
        return node
    }

    /// The object in a member; nil where it is missing or null.
    ///
    /// - Throws: `TokenizerError.malformed`.
    func object(_ name: String) throws(TokenizerError) -> ComponentReader? {
        guard let node = node(name) else { return nil }
        return try ComponentReader(node, path: path(of: name))
    }

    /// - Throws: `TokenizerError.malformed`; so for a member that is missing, here and below.
    func requiredObject(_ name: String) throws(TokenizerError) -> ComponentReader {
        guard let object = try object(name) else { throw missing(name, "an object") }
        return object
    }

    func list(_ name: String) throws(TokenizerError) -> [JSONNode] {
        guard let node = node(name) else { throw missing(name, "a list") }
        guard case .array(let items) = node else { throw wrong(name, node, "a list") }
        return items
    }

    func optionalString(_ name: String) throws(TokenizerError) -> String? {
        guard let node = node(name) else { return nil }
        guard case .string(let text) = node else { throw wrong(name, node, "a text") }
        return text
    }

    func string(_ name: String) throws(TokenizerError) -> String {
        guard let text = try optionalString(name) else { throw missing(name, "a text") }
        return text
    }

    func bool(_ name: String, default standard: Bool? = nil) throws(TokenizerError) -> Bool {
        guard let node = node(name) else {
            guard let standard else { throw missing(name, "true or false") }
            return standard
        }
        guard case .boolean(let value) = node else { throw wrong(name, node, "true or false") }
        return value
    }

    /// A number that is whole and not negative.
    func count(_ name: String) throws(TokenizerError) -> Int {
        guard let node = node(name) else { throw missing(name, "a number") }
        guard case .number(let text) = node, let value = Int(text), value >= 0 else {
            throw wrong(name, node, "a whole number that is not negative")
        }
        return value
    }

    /// A text that is one character.
    func character(_ name: String) throws(TokenizerError) -> Unicode.Scalar {
        let text = try string(name)
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
            throw .malformed(key: path(of: name), reason: "it has to be one character")
        }
        return scalar
    }

    /// Refuses members that are not among the known ones: they could change what the tokenizer does.
    ///
    /// - Throws: `TokenizerError.unsupported` naming the first of them.
    func allow(_ known: String...) throws(TokenizerError) {
        guard let unknown = members.first(where: { !known.contains($0.name) }) else { return }
        throw .unsupported(
            key: path(of: unknown.name), found: "an unknown option with the value \(unknown.value.summary)",
            supported: known.joined(separator: ", "))
    }

    func missing(_ name: String, _ expected: String) -> TokenizerError {
        .malformed(key: path(of: name), reason: "it is missing; it has to be \(expected)")
    }

    func wrong(_ name: String, _ node: JSONNode, _ expected: String) -> TokenizerError {
        .malformed(key: path(of: name), reason: "it has to be \(expected), and is \(node.summary)")
    }
}
