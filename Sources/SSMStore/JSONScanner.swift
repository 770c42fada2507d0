/// A reader of JSON text (RFC 8259), whose caller says what it expects and takes each value as it comes.
///
/// Foundation's decoders keep one of two equal keys without a word, and take keys for equal that are the same only in
/// Unicode's canonical form; here the caller sees every key.
package struct JSONScanner {
    /// What is wrong, in words.
    package struct Failure: Error, CustomStringConvertible {
        /// What is wrong.
        package let reason: String
        /// Where in the text, as bytes before it and its line from 1; nil where it is wrong as a whole.
        package let place: (offset: Int, line: Int)?

        package var description: String {
            place.map { "\(reason) at byte \($0.offset) of the JSON" } ?? reason
        }

        /// A fault of the whole.
        init(_ reason: String) {
            self.init(reason, at: nil)
        }

        fileprivate init(_ reason: String, at place: (offset: Int, line: Int)?) {
            self.reason = reason
            self.place = place
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    /// A reader of a text from its beginning.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte with which the next value begins; nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return position < bytes.count ? bytes[position] : nil
    }

    /// Reads an object; `member` is called after each key and must read the value.
    package mutating func object(
        _ member: (String, inout JSONScanner) throws(Failure) -> Void
    ) throws(Failure) {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(key, &self)
        } while take(",")
        try expect("}")
    }

    /// Reads a list; `item` is called for each item and must read it.
    package mutating func array(_ item: (inout JSONScanner) throws(Failure) -> Void) throws(Failure) {
        try expect("[")
        if take("]") { return }
        repeat { try item(&self) } while take(",")
        try expect("]")
    }

    /// Reads a list of numbers that are whole and not negative.
    mutating func numbers(atMost limit: Int) throws(Failure) -> [Int] {
        var result: [Int] = []
        try array { scanner throws(Failure) in
            if result.count == limit { throw scanner.failure("more than \(limit) numbers in a list") }
            result.append(try scanner.count())
        }
        return result
    }

    /// Reads any number, as it is written.
    package mutating func number() throws(Failure) -> String {
        skipSpace()
        let first = position
        if byte(at: position) == UInt8(ascii: "-") { position += 1 }
        if byte(at: position) == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if byte(at: position) == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if byte(at: position).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            position += 1
            if let sign = byte(at: position), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return String(decoding: bytes[first..<position], as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let first = position
        while let byte = byte(at: position), 48...57 ~= byte { position += 1 }
        if position == first { throw failure("a value is expected") }
    }

    /// Reads a word, such as null.
    package mutating func word(_ text: String) throws(Failure) {
        skipSpace()
        guard bytes[position...].starts(with: text.utf8) else { throw failure("a value is expected") }
        position += text.utf8.count
    }

    /// Reads a text.
    package mutating func string() throws(Failure) -> String {
        try expect("\"")
        let first = position
        position = plainTextEnd()
        if byte(at: position) == UInt8(ascii: "\"") {
            let result = String(validating: bytes[first..<position], as: UTF8.self)
            position += 1
            guard let result else { throw failure("not UTF-8") }
            return result
        }
        var text = Array(bytes[first..<position])
        while true {
            guard let byte = next() else { throw failure("the text does not end") }
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: text, as: UTF8.self) else { throw failure("not UTF-8") }
                return result
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw failure("a control character in a text")
            default:
                text.append(byte)
            }
        }
    }

    /// The place of the next quotation mark, backslash or control character.
    private func plainTextEnd() -> Int {
        var end = position
        let span = bytes.span
        while end < span.count {
            let byte = span[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            end += 1
        }
        return end
    }

    /// Checks that only spaces follow.
    package mutating func end() throws(Failure) {
        skipSpace()
        if position < bytes.count { throw failure("more after the end") }
    }

    /// Reads a number that is whole and not negative.
    private mutating func count() throws(Failure) -> Int {
        skipSpace()
        let first = position
        var value = 0
        while position < bytes.count, case let digit = bytes[position], 48...57 ~= digit {
            let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsAgain) = scaled.addingReportingOverflow(Int(digit) - 48)
            if overflows || overflowsAgain { throw failure("the number is too large") }
            value = sum
            position += 1
        }
        if position == first { throw failure("a whole number that is not negative is expected") }
        if bytes[first] == 48 && position > first + 1 { throw failure("the number begins with a zero") }
        return value
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = next() else { throw failure("the text does not end") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"): text.append(contentsOf: try scalar().utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// Reads the digits of \uXXXX, and of the second half of a pair.
    private mutating func scalar() throws(Failure) -> String {
        let unit = try hexadecimal()
        var code = UInt32(unit)
        if 0xD800..<0xDC00 ~= unit {
            guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else {
                throw failure("half a surrogate pair")
            }
            let low = try hexadecimal()
            guard 0xDC00..<0xE000 ~= low else { throw failure("half a surrogate pair") }
            code = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
        return String(Character(scalar))
    }

    private mutating func hexadecimal() throws(Failure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits are expected")
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Failure) {
        if !take(character) { throw failure("'\(character)' is expected") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func byte(at position: Int) -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    /// A fault at the present place.
    package func failure(_ reason: String) -> Failure {
        Failure(reason, at: (position, 1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") }))
    }
}
