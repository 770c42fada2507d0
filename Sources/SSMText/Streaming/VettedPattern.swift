/// The regular expressions of GPT-2, GPT-4, GPT-4o, Llama 3, Qwen and their kin: alternatives for words, numbers, spaces
/// and the rest, of which it is known where matches end.
///
/// Of every alternative below these are true, and every character matches one of them:
///
/// 1. No match goes from a character that is no space to U+0020, and none looks behind U+0020 to decide how it ends
///    before it. So there is a border before every U+0020 that follows another character than a space.
/// 2. No match goes from "\n" to a character that is no space, but for "/". A "\n" with no space before it is at the end
///    of a match whether the text ends there or goes on so: the look-ahead of `\s+(?!\S)` only shortens longer runs.
/// 3. No match goes from a letter to a punctuation mark, but for the apostrophe of contractions, and none looks ahead.
enum VettedPattern {
    /// What the alternatives match: all of these have to be there.
    private struct Kind: OptionSet {
        let rawValue: Int
        static let contraction: Kind = []
        static let letters = Kind(rawValue: 1)
        static let numbers = Kind(rawValue: 2)
        static let spaces = Kind(rawValue: 4)
        static let others = Kind(rawValue: 8)
        static let all: Kind = [.letters, .numbers, .spaces, .others]
    }

    private static let contractions = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#

    private static let alternatives: [String: Kind] = {
        var table: [String: Kind] = [
            #"\s+(?!\S)"#: .contraction, #"\s+"#: .spaces, #"\s"#: .spaces, #"\s*[\r\n]+"#: .contraction,
            #"\s*[\r\n]"#: .contraction, #" ?\p{L}+"#: .letters, #"[^\r\n\p{L}\p{N}]?\p{L}+"#: .letters,
            #"[^\r\n\p{L}\p{N}]?+\p{L}+"#: .letters, #"[^\r\n\p{L}\p{N}]?+\p{L}++"#: .letters,
            #" ?\p{N}+"#: .numbers, #"\p{N}+"#: .numbers, #"\p{N}"#: .numbers, #"\p{N}{1,3}"#: .numbers,
            #"\p{N}{1,3}+"#: .numbers, #" ?[^\s\p{L}\p{N}]+"#: .others, #" ?[^\s\p{L}\p{N}]+[\r\n]*"#: .others,
            #" ?[^\s\p{L}\p{N}]++[\r\n]*"#: .others, #" ?[^\s\p{L}\p{N}]++[\r\n]*+"#: .others,
            #" ?[^\s\p{L}\p{N}]+[\r\n/]*"#: .others, contractions: .contraction,
            #"'(?i:[sdmt]|ll|ve|re)"#: .contraction, #"'(?:[sdmt]|ll|ve|re)"#: .contraction,
        ]
        for contraction in ["s", "t", "re", "ve", "m", "ll", "d"] { table["'\(contraction)"] = .contraction }
        // GPT-4o's: a word of capitals and then small letters; one alternative needs the latter, one the former.
        let capitals = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
        let small = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
        for end in ["", "\(contractions)?"] {
            table[#"[^\r\n\p{L}\p{N}]?\#(capitals)*\#(small)+\#(end)"#] = .letters
            table[#"[^\r\n\p{L}\p{N}]?\#(capitals)+\#(small)*\#(end)"#] = .letters
        }
        return table
    }()

    /// Whether an expression consists of known alternatives that together match every character.
    static func isVetted(_ pattern: String) -> Bool {
        var kinds: Kind = []
        for alternative in split(pattern) {
            guard let kind = alternatives[alternative] else { return false }
            kinds.formUnion(kind)
        }
        return kinds == .all
    }

    /// Whether a match of a vetted expression ends at a place.
    static func hasBorder(at place: CutPlace) -> Bool {
        let (left, right) = (place.left, place.right)
        if right == " " { return !left.properties.isWhitespace }
        if left == "\n" {
            return !place.second.properties.isWhitespace && !right.properties.isWhitespace && right != "/"
        }
        return isLetter(left) && isMark(right)
    }

    /// Some letters: those of Latin, Chinese, Japanese and Korean.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FD5, 0xAC00...0xD7A3: true
        default: false
        }
    }

    /// Some punctuation marks.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!", "\"", "(", ")", ",", ".", ":", ";", "?", "、", "。", "「", "」", "！", "，", "．", "：", "；", "？": true
        default: false
        }
    }

    /// The alternatives at the top of an expression.
    private static func split(_ pattern: String) -> [String] {
        var parts: [String] = [""]
        var (depth, inClass, isEscaped) = (0, false, false)
        for scalar in pattern.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else {
                switch scalar {
                case "\\": isEscaped = true
                case "[": inClass = true
                case "]": inClass = false
                case "(" where !inClass: depth += 1
                case ")" where !inClass: depth -= 1
                case "|" where !inClass && depth == 0:
                    parts.append("")
                    continue
                default: break
                }
            }
            parts[parts.count - 1].unicodeScalars.append(scalar)
        }
        return parts
    }
}
