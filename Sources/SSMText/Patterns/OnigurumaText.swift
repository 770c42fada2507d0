/// A text as Oniguruma shall see it, whatever version of Unicode it was built with.
///
/// The `tokenizers` package has an Oniguruma that knows Unicode 16, the library of a system may know an older one.
/// Characters of Unicode 15 and 16 are put to it as older characters of the same category and the same number of bytes.
struct OnigurumaText {
    /// The bytes to search in.
    let bytes: [UInt8]
    /// The part of `bytes` that is the text.
    let range: Range<Int>

    /// The text of a range; no byte is copied unless a character has to be replaced.
    init(_ text: [UInt8], range: Range<Int>) {
        var copy: [UInt8] = []
        var position = range.lowerBound
        let span = text.span
        while position < range.upperBound {
            let byte = span[position]
            guard byte >= 0xE0 else {
                position += 1
                continue
            }
            let scalar = span.scalar(at: position)
            let width = scalar.value < 0x10000 ? 3 : 4
            if Self.mayBeNew(scalar), let older = Self.olderScalar(like: scalar) {
                if copy.isEmpty { copy = Array(text[range]) }
                for (index, byte) in String(older).utf8.enumerated() {
                    copy[position - range.lowerBound + index] = byte
                }
            }
            position += width
        }
        bytes = copy.isEmpty ? text : copy
        self.range = copy.isEmpty ? range : 0..<copy.count
    }

    /// Passes over the blocks that have had all their characters for long, which most texts are made of.
    private static func mayBeNew(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0897...0x1C8A, 0x2427...0x2429, 0x2FFC...0x2FFF, 0x31E4...0x31EF, 0xA7CB...0xA7DC: true
        case 0x10000...: true
        default: false
        }
    }

    private static func olderScalar(like scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard let age = scalar.properties.age, 15...16 ~= age.major else { return nil }
        let isLong = scalar.value >= 0x10000
        switch scalar.properties.generalCategory {
        case .uppercaseLetter: return isLong ? "\u{10400}" : "\u{1E00}"
        case .lowercaseLetter: return isLong ? "\u{10428}" : "\u{1E01}"
        case .modifierLetter: return isLong ? "\u{16B40}" : "\u{A788}"
        case .otherLetter: return isLong ? (scalar.properties.isIdeographic ? "\u{20000}" : "\u{10280}") : "\u{0904}"
        case .nonspacingMark: return isLong ? "\u{101FD}" : "\u{0900}"
        case .spacingMark: return isLong ? "\u{11000}" : "\u{0903}"
        case .decimalNumber: return isLong ? "\u{104A0}" : "\u{0966}"
        case .letterNumber: return isLong ? "\u{10341}" : "\u{2160}"
        case .otherNumber: return isLong ? "\u{10107}" : "\u{2153}"
        case .dashPunctuation: return isLong ? "\u{10EAD}" : "\u{2010}"
        case .otherPunctuation: return isLong ? "\u{10100}" : "\u{0964}"
        case .mathSymbol: return isLong ? "\u{1D6C1}" : "\u{2044}"
        case .currencySymbol: return isLong ? "\u{1E2FF}" : "\u{20A0}"
        case .otherSymbol: return isLong ? "\u{10137}" : "\u{2100}"
        case .format: return isLong ? "\u{110BD}" : "\u{200B}"
        default: return nil
        }
    }
}
