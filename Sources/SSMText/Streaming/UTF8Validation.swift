/// Checks that bytes are UTF-8 as they come.
enum UTF8Validation {
    /// Goes over the characters from a position that is between two of them.
    ///
    /// - Returns: the end of the last whole character, and whether what follows can still become one with more bytes:
    ///   if not, it is not UTF-8.
    static func advance(in bytes: Span<UInt8>, from start: Int) -> (end: Int, canGoOn: Bool) {
        var position = start
        while position < bytes.count {
            let first = bytes[position]
            if first < 0x80 {
                position += 1
                continue
            }
            guard let form = form(of: first) else { return (position, false) }
            for index in 1..<form.width {
                guard position + index < bytes.count else { return (position, true) }
                let allowed = index == 1 ? form.second : 0x80...0xBF
                guard allowed ~= bytes[position + index] else { return (position, false) }
            }
            position += form.width
        }
        return (position, true)
    }

    /// The number of bytes of a character by its first one, and what the second may be.
    ///
    /// - Source: The Unicode Standard, table 3-7.
    private static func form(of first: UInt8) -> (width: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}
