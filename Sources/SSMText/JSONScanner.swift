/// A reader of JSON text (RFC 8259) into `JSONNode`.
struct JSONScanner {
    /// Deeper nesting is refused, so that a hostile file cannot overflow the stack.
    private static let greatestDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The one value of the text.
    mutating func document() throws(TokenizerError) -> JSONNode {
        let node = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault("there is text after the value") }
        return node
    }

    private mutating func value(depth: Int) throws(TokenizerError) -> JSONNode {
        guard depth < Self.greatestDepth else { throw fault("values are nested more than \(Self.greatestDepth) deep") }
        skipSpace()
        guard position < bytes.count else { throw fault("the text ends before the value") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(TokenizerError) -> JSONNode {
        position += 1
        var members: [JSONNode.Member] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw fault("a member's name is missing")
            }
            let name = try string()
            guard take(":") else { throw fault("a \":\" is missing") }
            members.append(JSONNode.Member(name: name, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw fault("a \"}\" is missing") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(TokenizerError) -> JSONNode {
        position += 1
        var items: [JSONNode] = []
        if take("]") { return .array(items) }
        repeat { items.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw fault("a \"]\" is missing") }
        return .array(items)
    }

    private mutating func number() throws(TokenizerError) -> JSONNode {
        let start = position
        while position < bytes.count, "+-.0123456789Ee".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard Double(text) != nil else { throw fault("this is no value") }
        return .number(text)
    }

    private mutating func word(_ text: String, _ node: JSONNode) throws(TokenizerError) -> JSONNode {
        guard bytes[position...].starts(with: text.utf8) else { throw fault("this is no value") }
        position += text.utf8.count
        return node
    }

    private mutating func string() throws(TokenizerError) -> String {
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += try escape()
            case 0..<0x20: throw fault("a string has a control character")
            default: content.append(byte)
            }
        }
        throw fault("a string has no end")
    }

    private mutating func escape() throws(TokenizerError) -> [UInt8] {
        guard position < bytes.count else { throw fault("a string has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("a string has an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(TokenizerError) -> [UInt8] {
        let first = try codeUnit()
        var units = [first]
        if UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            units.append(try codeUnit())
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw fault("a string has half a surrogate") }
        return Array(text.utf8)
    }

    private mutating func codeUnit() throws(TokenizerError) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw fault("a string has an escape without four digits")
        }
        position += 4
        return unit
    }

    private mutating func skipSpace() {
        while position < bytes.count, " \n\r\t".utf8.contains(bytes[position]) { position += 1 }
    }

    /// Whether the next character is this one, which is then passed.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func fault(_ reason: String) -> TokenizerError {
        let line = 1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") }
        return .malformed(key: "line \(line)", reason: reason)
    }
}
