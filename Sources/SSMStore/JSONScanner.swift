/// A reader of the JSON that safetensors headers are made of: objects, texts and lists of whole numbers.
///
/// Foundation's decoders keep one of two equal keys without a word; here the caller sees every key.
struct JSONScanner {
    /// What is wrong, in words.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads an object; `member` is called after each key and must read the value.
    mutating func object(
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

    /// Reads a list of numbers that are whole and not negative.
    mutating func numbers() throws(Failure) -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var result: [Int] = []
        repeat {
            result.append(try number())
        } while take(",")
        try expect("]")
        return result
    }

    /// Reads a text.
    mutating func string() throws(Failure) -> String {
        try expect("\"")
        var text: [UInt8] = []
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

    /// Checks that only spaces follow.
    mutating func end() throws(Failure) {
        skipSpace()
        if position < bytes.count { throw failure("more after the end") }
    }

    private mutating func number() throws(Failure) -> Int {
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
            guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw failure("half a pair") }
            let low = try hexadecimal()
            guard 0xDC00..<0xE000 ~= low else { throw failure("half a pair") }
            code = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half a pair") }
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

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private func failure(_ what: String) -> Failure {
        Failure("\(what) at byte \(position) of the header")
    }
}
