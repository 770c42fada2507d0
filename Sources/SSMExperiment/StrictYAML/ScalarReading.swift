/// How unquoted YAML text becomes a number or a truth value: only in the obvious forms.
///
/// YAML 1.1 also reads `12:30` as 750, `010` as 8 and `yes` as true; here these are texts.
enum ScalarReading {
    /// A truth value: `true` or `false`, nothing else.
    static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// A whole number in decimal digits, without leading zeros.
    static func integer<Value: FixedWidthInteger>(_ text: String, as type: Value.Type) -> Value? {
        isDecimal(text) ? Value(text) : nil
    }

    /// A finite number such as `3`, `0.25` or `1e-3`.
    static func number(_ text: String) -> Double? {
        var digits = Substring(text)
        if let sign = digits.first, sign == "-" || sign == "+" { digits.removeFirst() }
        guard let first = digits.utf8.first, isDigit(first) else { return nil }
        let isPlain = digits.utf8.allSatisfy { byte in
            isDigit(byte)
                || [
                    UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "-"),
                    UInt8(ascii: "+"),
                ].contains(byte)
        }
        guard isPlain, let value = Double(text), value.isFinite else { return nil }
        return hasLeadingZero(digits) ? nil : value
    }

    private static func isDecimal(_ text: String) -> Bool {
        var digits = Substring(text)
        if let sign = digits.first, sign == "-" || sign == "+" { digits.removeFirst() }
        return !digits.isEmpty && digits.utf8.allSatisfy(isDigit) && !hasLeadingZero(digits)
    }

    private static func hasLeadingZero(_ digits: Substring) -> Bool {
        let bytes = Array(digits.utf8.prefix(2))
        return bytes.count == 2 && bytes[0] == UInt8(ascii: "0") && isDigit(bytes[1])
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
