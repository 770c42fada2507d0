/// Splits Python source into logical lines of tokens.
struct PythonScanner {
    /// A token, as far as it matters here.
    enum Token: Hashable {
        case name(String)
        /// A string literal; nil for an f-string.
        case string(String?)
        /// Any other character, number or bytes literal.
        case symbol(String)
    }

    /// A line, which goes on over the ends of lines inside brackets and after a backslash.
    struct Line {
        let tokens: [Token]
        /// Characters before the first token.
        let column: Int
        /// The line of the source, from 1.
        let number: Int
    }

    /// What is wrong, and in which line of the source.
    struct Failure: Error {
        let line: Int
        let reason: String
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private(set) var line = 1

    init(_ source: String) {
        scalars = Array(source.replacingLineEnds.unicodeScalars)
    }

    /// The next logical line, which may have no tokens; nil at the end.
    mutating func nextLine() throws(Failure) -> Line? {
        guard position < scalars.count else { return nil }
        var tokens: [Token] = []
        let start = position
        var first: (column: Int, line: Int)?
        var depth = 0
        while let scalar = peek() {
            if scalar == "\n" {
                advance()
                if depth == 0 { break }
            } else if scalar == "\\", peek(1) == "\n" {
                advance(2)
            } else if scalar == "#" {
                while let next = peek(), next != "\n" { advance() }
            } else if scalar.properties.isWhitespace {
                advance()
            } else {
                if first == nil { first = (position - start, line) }
                let token = try token()
                if [.symbol("("), .symbol("["), .symbol("{")].contains(token) { depth += 1 }
                if [.symbol(")"), .symbol("]"), .symbol("}")].contains(token) { depth = max(0, depth - 1) }
                tokens.append(token)
            }
        }
        return Line(tokens: tokens, column: first?.column ?? 0, number: first?.line ?? line)
    }

    private mutating func token() throws(Failure) -> Token {
        guard let scalar = peek() else { return .symbol("") }
        if scalar == "\"" || scalar == "'" { return try literal(prefix: "") }
        guard Self.isName(scalar) else {
            advance()
            // "==" and its like must not be taken for an assignment.
            guard peek() == "=" else { return .symbol(String(Character(scalar))) }
            if !"=!<>+-*/%&|^@:".unicodeScalars.contains(scalar) { return .symbol(String(Character(scalar))) }
            advance()
            return .symbol(String(Character(scalar)) + "=")
        }
        var name = ""
        while let next = peek(), Self.isName(next) {
            name.unicodeScalars.append(next)
            advance()
        }
        let isPrefix = ["r", "b", "f", "u", "t", "rb", "br", "rf", "fr", "rt", "tr"].contains(name.lowercased())
        if isPrefix, peek() == "\"" || peek() == "'" { return try literal(prefix: name.lowercased()) }
        return .name(name)
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Reads a literal, from its quotation mark on.
    private mutating func literal(prefix: String) throws(Failure) -> Token {
        let start = line
        guard let mark = peek() else { return .symbol("") }
        let isTriple = peek(1) == mark && peek(2) == mark
        advance(isTriple ? 3 : 1)
        var text = String.UnicodeScalarView()
        let isRaw = prefix.contains("r")
        while let scalar = peek() {
            if scalar == mark, !isTriple || (peek(1) == mark && peek(2) == mark) {
                advance(isTriple ? 3 : 1)
                if prefix.contains("b") { return .symbol("bytes") }
                return .string(prefix.contains("f") || prefix.contains("t") ? nil : String(text))
            }
            if scalar == "\n", !isTriple { break }
            if scalar == "\\" {
                try escape(into: &text, isRaw: isRaw)
            } else {
                text.append(scalar)
                advance()
            }
        }
        throw Failure(line: start, reason: "a string literal does not end")
    }

    /// Reads a backslash and what belongs to it; a raw literal keeps both.
    private mutating func escape(into text: inout String.UnicodeScalarView, isRaw: Bool) throws(Failure) {
        guard let kind = peek(1) else { throw Failure(line: line, reason: "a string literal does not end") }
        if isRaw {
            text.append(contentsOf: ["\\", kind])
            return advance(2)
        }
        let simple: [Unicode.Scalar: Unicode.Scalar] = [
            "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r",
            "t": "\t", "v": "\u{B}",
        ]
        switch kind {
        case "\n": advance(2)
        case _ where simple[kind] != nil:
            text.append(simple[kind] ?? kind)
            advance(2)
        case "x": try code(digits: 2, into: &text)
        case "u": try code(digits: 4, into: &text)
        case "U": try code(digits: 8, into: &text)
        case "N": throw Failure(line: line, reason: "characters by name (\\N) cannot be read")
        case "0"..."7": octal(into: &text)
        default:
            // Python keeps the backslash of an escape that it does not know.
            text.append("\\")
            advance()
        }
    }

    private mutating func code(digits count: Int, into text: inout String.UnicodeScalarView) throws(Failure) {
        let digits = scalars[min(position + 2, scalars.count)..<min(position + 2 + count, scalars.count)]
        let number = String(String.UnicodeScalarView(digits))
        guard digits.count == count, let value = UInt32(number, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw Failure(line: line, reason: "the escape \\\(scalars[position + 1])\(number) is no character")
        }
        text.append(scalar)
        advance(2 + count)
    }

    /// One to three octal digits.
    private mutating func octal(into text: inout String.UnicodeScalarView) {
        var value: UInt32 = 0
        advance()
        for _ in 0..<3 {
            guard let digit = peek(), "0"..."7" ~= digit else { break }
            value = value * 8 + (digit.value - 48)
            advance()
        }
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < scalars.count {
            if scalars[position] == "\n" { line += 1 }
            position += 1
        }
    }
}

extension String {
    /// The text with all ends of lines as Python reads them.
    fileprivate var replacingLineEnds: String {
        replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}
