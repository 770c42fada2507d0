import Foundation

/// What Unicode's normalization needs: what characters decompose into and what composes.
///
/// Foundation knows it, character by character; how it treats whole texts differs from Unicode's rules in rare rows of
/// Korean letters, so only the tables are taken from it. They are facts of the process, made when first needed.
enum UnicodeTables {
    /// Full decompositions of characters, as the canonical forms have them, without those of Korean syllables.
    static let canonical = table(of: canonicalRanges) { $0.decomposedStringWithCanonicalMapping }

    /// Full decompositions of characters, as the compatibility forms have them, without those of Korean syllables.
    static let compatible = table(of: compatibleRanges) { $0.decomposedStringWithCompatibilityMapping }

    /// The character that two become, by both of them.
    static let compositions: [UInt64: Unicode.Scalar] = {
        var result: [UInt64: Unicode.Scalar] = [:]
        for (value, parts) in canonical {
            guard parts.count > 1, let whole = Unicode.Scalar(value),
                // Some never come out of composition; they stay decomposed.
                String(whole).precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual([whole])
            else { continue }
            var front = String.UnicodeScalarView()
            front.append(contentsOf: parts.dropLast())
            let first = String(front).precomposedStringWithCanonicalMapping.unicodeScalars
            guard first.count == 1, let left = first.first, let right = parts.last else { continue }
            result[pair(left, right)] = whole
        }
        return result
    }()

    /// The key of two characters in `compositions`.
    static func pair(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> UInt64 {
        UInt64(left.value) << 32 | UInt64(right.value)
    }

    /// Where the characters of Unicode 9 are that decompose.
    private static let canonicalRanges: [ClosedRange<UInt32>] = [
        0xC0...0x10FF, 0x1B00...0x2AFF, 0x3040...0x30FF, 0xF900...0xFB4F, 0x11080...0x115FF, 0x1D100...0x1D1FF,
        0x2F800...0x2FA1F,
    ]
    private static let compatibleRanges: [ClosedRange<UInt32>] = [
        0xA0...0x10FF, 0x1B00...0x33FF, 0xA680...0xA7FF, 0xAB30...0xAB6F, 0xF900...0xFFEF, 0x11080...0x115FF,
        0x1D100...0x1D7FF, 0x1EE00...0x1F2FF, 0x2F800...0x2FA1F,
    ]

    private static func table(
        of ranges: [ClosedRange<UInt32>], _ decompose: (String) -> String
    ) -> [UInt32: [Unicode.Scalar]] {
        var result: [UInt32: [Unicode.Scalar]] = [:]
        for value in ranges.joined() {
            guard let scalar = Unicode.Scalar(value), scalar.isIn(version: 9) else { continue }
            let parts = Array(decompose(String(scalar)).unicodeScalars)
            if parts != [scalar] { result[value] = parts }
        }
        return result
    }
}
