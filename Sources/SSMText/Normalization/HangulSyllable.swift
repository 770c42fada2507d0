/// A Korean syllable and its letters, which Unicode computes instead of listing them.
///
/// - Source: The Unicode Standard, section 3.12.
struct HangulSyllable {
    private static let (first, lead, vowel, trail): (UInt32, UInt32, UInt32, UInt32) = (0xAC00, 0x1100, 0x1161, 0x11A7)
    private static let (leads, vowels, trails): (UInt32, UInt32, UInt32) = (19, 21, 28)

    private let index: UInt32

    /// The syllable that a character is; nil for other characters.
    init?(_ scalar: Unicode.Scalar) {
        guard Self.first..<Self.first + Self.leads * Self.vowels * Self.trails ~= scalar.value else { return nil }
        index = scalar.value - Self.first
    }

    /// The two or three letters of the syllable.
    var letters: [Unicode.Scalar] {
        let values = [
            Self.lead + index / (Self.vowels * Self.trails), Self.vowel + index / Self.trails % Self.vowels,
            Self.trail + index % Self.trails,
        ]
        return values.prefix(index % Self.trails == 0 ? 2 : 3).compactMap(Unicode.Scalar.init)
    }

    /// The syllable of two letters, or of a syllable of two letters and a third.
    static func composition(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Unicode.Scalar? {
        let (left, right) = (left.value, right.value)
        if lead..<lead + leads ~= left, vowel..<vowel + vowels ~= right {
            return Unicode.Scalar(first + ((left - lead) * vowels + right - vowel) * trails)
        }
        if first..<first + leads * vowels * trails ~= left, (left - first) % trails == 0,
            trail + 1..<trail + trails ~= right
        {
            return Unicode.Scalar(left + right - trail)
        }
        return nil
    }
}
