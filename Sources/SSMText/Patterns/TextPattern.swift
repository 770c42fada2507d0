/// What `Split` and `Replace` look for: a text or a regular expression.
enum TextPattern: Sendable {
    /// A text that is not empty.
    case literal([UInt8])
    case regex(RegularExpression, source: String)

    /// Calls `body` with the matches inside a range, from left to right and not overlapping.
    ///
    /// - Throws: `TokenizerError.patternTooSlow`.
    func forEachMatch(
        in text: [UInt8], range: Range<Int>, _ body: (Range<Int>) -> Void
    ) throws(TokenizerError) {
        switch self {
        case .regex(let regex, _): try regex.forEachMatch(in: text, range: range, body)
        case .literal(let literal):
            let (text, literal) = (text.span, literal.span)
            let first = literal[0]
            var position = range.lowerBound
            let last = range.upperBound - literal.count
            while position <= last {
                guard text[position] == first, text.matches(literal, at: position) else {
                    position += 1
                    continue
                }
                body(position..<position + literal.count)
                position += literal.count
            }
        }
    }
}

extension TextPattern {
    /// Reads `{"String": …}` or `{"Regex": …}`.
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        guard let name = reader.names.first, reader.names.count == 1, name == "String" || name == "Regex" else {
            throw .malformed(key: reader.path, reason: "a pattern is an object with \"String\" or \"Regex\"")
        }
        let text = try reader.string(name)
        // An empty text matches between all characters, as an empty expression does.
        if name == "Regex" || text.isEmpty {
            self = .regex(try RegularExpression(text, key: reader.path(of: name)), source: text)
        } else {
            self = .literal(Array(text.utf8))
        }
    }
}

extension Span<UInt8> {
    /// Whether other bytes stand at a position.
    ///
    /// - Precondition: the bytes do not pass the end.
    func matches(_ other: Span<UInt8>, at position: Int) -> Bool {
        for index in 0..<other.count where self[position + index] != other[index] { return false }
        return true
    }
}
