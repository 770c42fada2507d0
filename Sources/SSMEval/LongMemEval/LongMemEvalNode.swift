import SSMStore

/// A value of a record, and where it stands.
struct LongMemEvalNode {
    let node: JSONNode
    /// The path of keys to it, such as "haystack_sessions.3.0.role".
    let key: String

    init(_ node: JSONNode, key: String = "") {
        self.node = node
        self.key = key
    }

    /// A fault of this value.
    func fault(_ reason: String) -> LongMemEvalFault {
        LongMemEvalFault(key: key, reason: reason)
    }

    /// The value of a key.
    func member(_ name: String) throws(LongMemEvalFault) -> LongMemEvalNode {
        guard let member = try optionalMember(name) else {
            throw LongMemEvalFault(key: path(name), reason: "is missing")
        }
        return member
    }

    /// The value of a key; nil where there is none, or null.
    func optionalMember(_ name: String) throws(LongMemEvalFault) -> LongMemEvalNode? {
        guard case .object(let members) = node else { throw fault("has to be an object, not \(node.summary)") }
        guard let member = members.first(where: { $0.name == name }), member.value != .null else { return nil }
        return LongMemEvalNode(member.value, key: path(name))
    }

    /// The items of a list.
    func items() throws(LongMemEvalFault) -> [LongMemEvalNode] {
        guard case .array(let items) = node else { throw fault("has to be a list, not \(node.summary)") }
        return items.enumerated().map { LongMemEvalNode($0.element, key: path("\($0.offset)")) }
    }

    /// A text; or a number, as it is written.
    func text(orNumber: Bool = false) throws(LongMemEvalFault) -> String {
        switch node {
        case .string(let text): return text
        case .number(let number) where orNumber: return number
        default: throw fault("has to be a text\(orNumber ? " or a number" : ""), not \(node.summary)")
        }
    }

    /// A list of texts.
    func texts() throws(LongMemEvalFault) -> [String] {
        var texts: [String] = []
        for item in try items() { texts.append(try item.text()) }
        return texts
    }

    /// True or false.
    func truth() throws(LongMemEvalFault) -> Bool {
        guard case .boolean(let value) = node else { throw fault("has to be true or false, not \(node.summary)") }
        return value
    }

    private func path(_ name: String) -> String {
        key.isEmpty ? name : "\(key).\(name)"
    }
}
