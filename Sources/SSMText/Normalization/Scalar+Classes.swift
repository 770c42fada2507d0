/// The classes of characters of the libraries that the `tokenizers` package is built on, each at its version of Unicode:
/// compared with the package over all characters.
extension Unicode.Scalar {
    /// A mark that `StripAccents` removes: Unicode 9.
    var isCombiningMark: Bool {
        guard value >= 0x300 else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return isIn(version: 9)
        // They have become letters since.
        default: return value == 0x1CF2 || value == 0x1CF3 || value == 0x111C9
        }
    }

    /// What `Punctuation` splits at: the punctuation and symbols of ASCII, and the punctuation of Unicode 8.
    var isSplittingPunctuation: Bool {
        if isASCII {
            switch value {
            case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
            default: return false
            }
        }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return isIn(version: 8)
        // They have become a symbol and a mark since.
        default: return value == 0x166D || value == 0x111C9
        }
    }

    /// What `Digits` splits at: all numbers.
    var isNumeric: Bool {
        if isASCII { return 48...57 ~= value }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// `\w` of Rust's `regex`: Unicode 16.
    var isWord: Bool {
        if isASCII { return 48...57 ~= value || 65...90 ~= value || 97...122 ~= value || value == 0x5F }
        let properties = properties
        if properties.isAlphabetic || properties.isJoinControl { return isIn(version: 16) }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
            return isIn(version: 16)
        default: return false
        }
    }

    /// Whether the character is in a version of Unicode.
    func isIn(version: Int) -> Bool {
        properties.age.map { $0.major <= version && ($0.major < version || $0.minor == 0) } ?? false
    }
}
