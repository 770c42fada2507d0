extension JSONNode {
    /// The value as JSON, a line for each member and item, indented by two spaces; numbers as they were written.
    package var text: String {
        var result = ""
        write(into: &result, indentation: "\n")
        return result
    }

    private func write(into text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += "\(value)"
        case .number(let number): text += number
        case .string(let value): text += JSONNode.quoted(value)
        case .array(let items) where items.isEmpty: text += "[]"
        case .object(let members) where members.isEmpty: text += "{}"
        case .array(let items):
            for (index, item) in items.enumerated() {
                text += (index == 0 ? "[" : ",") + inner
                item.write(into: &text, indentation: inner)
            }
            text += indentation + "]"
        case .object(let members):
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "{" : ",") + inner + JSONNode.quoted(member.name) + ": "
                member.value.write(into: &text, indentation: inner)
            }
            text += indentation + "}"
        }
    }
}

extension JSONNode.Member {
    /// A member of a name and a value.
    package init(_ name: String, _ value: JSONNode) {
        self.init(name: name, value: value)
    }
}
