/// Bytes and words of a text, counted as it goes by.
///
/// - Source: lm-evaluation-harness: bytes of UTF-8, and the pieces of Python's `re.split(r"\s+", text)`. A text that
///   begins or ends with white space has an empty piece there, which counts.
package struct TextSize: Sendable, Hashable {
    /// Bytes of UTF-8.
    package private(set) var bytes = 0
    private var gaps = 0
    private var isInGap = false
    /// The last bytes that may be the beginning of a white space character.
    private var pending: [UInt8] = []

    /// Nothing yet.
    package init() {}

    /// The pieces between white space; an empty text is one.
    package var words: Int { gaps + 1 }

    /// Counts more bytes of UTF-8, which may begin and end inside a character.
    package mutating func add(_ piece: some Sequence<UInt8>) {
        for byte in piece {
            bytes += 1
            if byte < 0x80 {
                pending.removeAll(keepingCapacity: true)
                take(isSpace: (0x09...0x0D).contains(byte) || (0x1C...0x20).contains(byte))
            } else if byte >= 0xC0 {
                pending = [byte]
            } else {
                pending.append(byte)
                addContinued()
            }
        }
    }

    /// Takes the character that is whole now, if one is.
    private mutating func addContinued() {
        guard let first = pending.first else { return }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard pending.count == length else { return }
        take(isSpace: length < 4 && Self.spaces.contains(pending))
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func take(isSpace: Bool) {
        if isSpace && !isInGap { gaps += 1 }
        isInGap = isSpace
    }

    /// White space beyond ASCII, as Python's `str.isspace` has it.
    private static let spaces: Set<[UInt8]> = {
        let scalars: [ClosedRange<UInt32>] = [
            0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
            0x205F...0x205F, 0x3000...0x3000,
        ]
        let all = scalars.joined().compactMap(UnicodeScalar.init)
        return Set(all.map { Array(String(Character($0)).utf8) })
    }()
}
