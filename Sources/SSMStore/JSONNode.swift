/// A JSON value that keeps the order of members and compares strings by their bytes.
///
/// Foundation's decoders key objects by `String`, whose equality is canonical: a vocabulary with both "é" and "e" with
/// a combining accent would silently lose a token.
package enum JSONNode: Equatable, Sendable {
    /// One member of an object.
    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONNode

        package static func == (left: Member, right: Member) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
        }
    }

    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([Member])

    package static func == (left: JSONNode, right: JSONNode) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let one), .boolean(let other)): one == other
        case (.number(let one), .number(let other)), (.string(let one), .string(let other)):
            one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }

    /// The value of a text that is one JSON value.
    ///
    /// - Throws: a `Failure` with the line of the fault; a key that an object has twice is one.
    package init(parsing text: String) throws(JSONScanner.Failure) {
        try self.init(parsing: Array(text.utf8))
    }

    /// The value of bytes that are one JSON value.
    ///
    /// - Throws: a `Failure` with the line of the fault; a key that an object has twice is one.
    package init(parsing bytes: [UInt8]) throws(JSONScanner.Failure) {
        var scanner = JSONScanner(bytes)
        self = try JSONNode(from: &scanner, depth: 0)
        try scanner.end()
    }

    /// Deeper nesting is refused, so that a hostile file cannot overflow the stack.
    private static let greatestDepth = 64

    private init(from scanner: inout JSONScanner, depth: Int) throws(JSONScanner.Failure) {
        guard depth < Self.greatestDepth else {
            throw scanner.failure("values are nested more than \(Self.greatestDepth) deep")
        }
        switch scanner.peek() {
        case UInt8(ascii: "{"):
            var members: [Member] = []
            var keys = JSONKeys()
            try scanner.object { name, scanner throws(JSONScanner.Failure) in
                guard keys.insert(name, after: members) else {
                    throw scanner.failure("an object has '\(name)' twice")
                }
                members.append(Member(name: name, value: try JSONNode(from: &scanner, depth: depth + 1)))
            }
            self = .object(members)
        case UInt8(ascii: "["):
            var items: [JSONNode] = []
            try scanner.array { scanner throws(JSONScanner.Failure) in
                items.append(try JSONNode(from: &scanner, depth: depth + 1))
            }
            self = .array(items)
        case UInt8(ascii: "\""): self = .string(try scanner.string())
        case UInt8(ascii: "t"): self = try JSONNode.word("true", .boolean(true), from: &scanner)
        case UInt8(ascii: "f"): self = try JSONNode.word("false", .boolean(false), from: &scanner)
        case UInt8(ascii: "n"): self = try JSONNode.word("null", .null, from: &scanner)
        default: self = .number(try scanner.number())
        }
    }

    private static func word(
        _ text: String, _ node: JSONNode, from scanner: inout JSONScanner
    ) throws(JSONScanner.Failure) -> JSONNode {
        try scanner.word(text)
        return node
    }

    /// The value at a path of member names joined by dots; nil where there is none.
    package func value(at path: String) -> JSONNode? {
        var node = self
        for name in path.split(separator: ".") {
            guard case .object(let members) = node,
                let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
            else { return nil }
            node = member.value
        }
        return node
    }

    /// The value in a few words, for errors.
    package var summary: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .number(let text): text
        case .string(let text): JSONNode.quoted(text)
        case .array: "a list"
        case .object: value(at: "type").map { "an object of type \($0.summary)" } ?? "an object"
        }
    }

    /// A text as a JSON string; in particular, no reader of lines finds the end of one inside it.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F, "\u{85}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
