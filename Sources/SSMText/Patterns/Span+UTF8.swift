extension Span<UInt8> {
    /// The character that begins at a position.
    ///
    /// - Precondition: the bytes are valid UTF-8 and a character begins there.
    func scalar(at position: Int) -> Unicode.Scalar {
        let first = UInt32(self[position])
        if first < 0x80 { return Unicode.Scalar(UInt8(first)) }
        let second = UInt32(self[position + 1] & 0x3F)
        if first < 0xE0 { return Self.valid((first & 0x1F) << 6 | second) }
        let third = UInt32(self[position + 2] & 0x3F)
        if first < 0xF0 { return Self.valid((first & 0x0F) << 12 | second << 6 | third) }
        return Self.valid((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(self[position + 3] & 0x3F))
    }

    /// The character that ends before a position.
    ///
    /// - Precondition: as `scalar(at:)`; the position is not 0.
    func scalar(before position: Int) -> Unicode.Scalar {
        var start = position - 1
        while self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start)
    }

    private static func valid(_ value: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}

extension Unicode.Scalar {
    /// The number of bytes in UTF-8.
    var byteCount: Int {
        value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
    }
}

extension [UInt8] {
    /// Adds a character in UTF-8.
    mutating func append(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        func add(_ bits: UInt32) { append(UInt8(truncatingIfNeeded: bits)) }
        switch scalar.byteCount {
        case 1: add(value)
        case 2:
            add(0xC0 | value >> 6)
            add(0x80 | value & 0x3F)
        case 3:
            add(0xE0 | value >> 12)
            add(0x80 | value >> 6 & 0x3F)
            add(0x80 | value & 0x3F)
        default:
            add(0xF0 | value >> 18)
            add(0x80 | value >> 12 & 0x3F)
            add(0x80 | value >> 6 & 0x3F)
            add(0x80 | value & 0x3F)
        }
    }
}
