/// The characters that stand for bytes in byte-level vocabularies: printable Latin-1 for itself, the rest from U+0100.
///
/// - Source: `bytes_to_unicode` of GPT-2.
enum ByteAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (0..<256).map { (byte: UInt32) in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(UInt8(byte))
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? "\u{FFFD}"
            }
        }
    }()

    /// The character of each byte in UTF-8.
    static let names = scalars.map { Array(String($0).utf8) }

    /// The byte of each character below U+0144; -1 for those that stand for none.
    private static let bytes: [Int16] = {
        var bytes = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
        return bytes
    }()

    /// The byte that a character stands for.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value < 0x144 else { return nil }
        let byte = bytes[Int(scalar.value)]
        return byte < 0 ? nil : UInt8(byte)
    }

    /// The bytes that a text of such characters stands for; nil when it has another character.
    static func bytes(of text: some Sequence<Unicode.Scalar>) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in text {
            guard let byte = byte(of: scalar) else { return nil }
            result.append(byte)
        }
        return result
    }

    /// Writes every byte of a text as its character.
    static func write(_ text: inout NormalizedText) {
        var result: [UInt8] = []
        result.reserveCapacity(text.bytes.count + text.bytes.count / 2)
        var origin = 0
        for (index, byte) in text.bytes.enumerated() {
            if index == text.originBytes { origin = result.count }
            result.append(contentsOf: names[Int(byte)])
        }
        text.originBytes = text.originBytes == text.bytes.count ? result.count : origin
        text.bytes = result
    }
}
