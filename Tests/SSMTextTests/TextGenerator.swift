import SSMTensor

/// Makes texts that try what tokenizers do with any Unicode text.
struct TextGenerator {
    /// Texts that stand in a text here and there: special tokens of the tokenizer, what looks like them.
    let insertions: [String]
    private var generator: RandomGenerator

    /// A generator of texts that hold one of the insertions now and then.
    init(key: RandomKey, insertions: [String]) {
        self.insertions = insertions
        generator = key.generator
    }

    /// The next text: mostly short, of one to four parts of different kinds; now and then the empty text.
    mutating func text() -> String {
        if generator.below(200) == 0 { return "" }
        var scalars = String.UnicodeScalarView()
        for _ in 0...generator.below(4) {
            scalars.append(contentsOf: part())
            if generator.below(4) == 0 { scalars.append(contentsOf: insertion()) }
        }
        return String(scalars)
    }

    private mutating func part() -> [Unicode.Scalar] {
        switch generator.below(12) {
        case 0: script()
        case 1: anything()
        case 2: several(of: Self.controls, upTo: 6)
        case 3: marks()
        case 4: hangul()
        case 5: pictures()
        case 6: run()
        case 7: several(of: Self.spaces, upTo: 6)
        case 8: contraction()
        case 9: several(of: Self.odd, upTo: 4) + several(of: Self.letters, upTo: 3)
        case 10: several(of: Self.equivalents, upTo: 5)
        default: words()
        }
    }

    // MARK: - Kinds of parts

    /// Neighbours of one code point, so of one script.
    private mutating func script() -> [Unicode.Scalar] {
        let range = Self.planes[generator.below(Self.planes.count)]
        let first = range.lowerBound + UInt32(generator.below(Int(range.upperBound - range.lowerBound)))
        return (0...generator.below(8)).compactMap { _ in Unicode.Scalar(first &+ UInt32(generator.below(32))) }
    }

    /// Any code points at all, assigned or not.
    private mutating func anything() -> [Unicode.Scalar] {
        (0...generator.below(4)).compactMap { _ in Unicode.Scalar(UInt32(generator.below(0x11_0000))) }
    }

    /// Letters with combining marks in any order, canonical or not.
    private mutating func marks() -> [Unicode.Scalar] {
        (0...generator.below(3)).flatMap { _ in
            several(of: Self.letters, upTo: 1) + several(of: Self.combining, upTo: 4)
        }
    }

    /// Hangul syllables, and their jamo in and out of order.
    private mutating func hangul() -> [Unicode.Scalar] {
        (0...generator.below(5)).compactMap { _ in
            let (first, count) = [(0xAC00, 11172), (0x1100, 19), (0x1161, 21), (0x11A8, 27), (0x3131, 94)][
                generator.below(5)]
            return Unicode.Scalar(UInt32(first + generator.below(count)))
        }
    }

    /// Emoji: joined, with skin tones and selectors, flags, keycaps, with and without their partners.
    private mutating func pictures() -> [Unicode.Scalar] {
        (0...generator.below(4)).flatMap { _ in Array(Self.emoji[generator.below(Self.emoji.count)].unicodeScalars) }
    }

    /// One character, or two by turns, many times.
    private mutating func run() -> [Unicode.Scalar] {
        let unit = several(of: Self.repeated, upTo: 2)
        let count = generator.below(8) == 0 ? generator.below(300) : generator.below(24)
        return (0...count).flatMap { _ in unit }
    }

    private mutating func contraction() -> [Unicode.Scalar] {
        several(of: Self.letters, upTo: 3) + several(of: Self.apostrophes, upTo: 1)
            + Array(Self.endings[generator.below(Self.endings.count)].unicodeScalars)
            + several(of: Self.spaces + Self.letters, upTo: 2)
    }

    private mutating func words() -> [Unicode.Scalar] {
        (0...generator.below(6)).flatMap { _ in
            let word = Self.words[generator.below(Self.words.count)]
            let cased = [word, word, word.uppercased(), word.lowercased()][generator.below(4)]
            return several(of: [" ", " ", " ", "\n", "-"], upTo: 1) + Array(cased.unicodeScalars)
        }
    }

    private mutating func insertion() -> [Unicode.Scalar] {
        guard !insertions.isEmpty else { return [] }
        var scalars = Array(insertions[generator.below(insertions.count)].unicodeScalars)
        guard generator.below(4) == 0, !scalars.isEmpty else { return scalars }
        // Nearly the same: a character less, twice or in between.
        let place = generator.below(scalars.count)
        switch generator.below(3) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(scalars[place], at: place)
        default: scalars.insert(" ", at: place)
        }
        return scalars
    }

    private mutating func several(of choices: [Unicode.Scalar], upTo most: Int) -> [Unicode.Scalar] {
        (0..<1 + generator.below(most)).map { _ in choices[generator.below(choices.count)] }
    }
}

extension TextGenerator {
    /// Code points with scripts; the large blocks of Han and Hangul have parts of their own.
    private static let planes: [Range<UInt32>] = [
        0x0000..<0x0800, 0x0000..<0x3400, 0x0000..<0x3400, 0x3400..<0xA000, 0xA000..<0xAC00, 0xF900..<0x1_0000,
        0x1_0000..<0x2_0000, 0x1_0000..<0x1_3000, 0x1_D000..<0x1_FC00, 0x2_0000..<0x3_2400, 0xE_0000..<0xE_0200,
    ]
    private static let controls =
        (0..<0x20).map { Unicode.Scalar(UInt8($0)) } + ["\u{7F}", "\u{80}", "\u{85}", "\u{9F}"]
    private static let letters: [Unicode.Scalar] = [
        "a", "e", "o", "S", "x", "Z", "\u{E9}", "\u{DF}", "\u{17F}", "\u{130}", "\u{131}", "\u{1C5}", "\u{212A}",
        "\u{3A3}", "\u{3C2}", "\u{416}", "\u{5D0}", "\u{627}", "\u{915}", "\u{4E16}", "\u{3042}", "\u{FB01}",
        "\u{1E9E}",
    ]
    private static let combining: [Unicode.Scalar] = [
        "\u{300}", "\u{301}", "\u{308}", "\u{323}", "\u{327}", "\u{328}", "\u{338}", "\u{345}", "\u{34F}", "\u{5B0}",
        "\u{64B}", "\u{651}", "\u{93C}", "\u{94D}", "\u{903}", "\u{E38}", "\u{3099}", "\u{309A}", "\u{20DD}",
        "\u{FE20}", "\u{1D165}", "\u{200D}",
    ]
    /// Characters with canonical or compatible equivalents.
    private static let equivalents: [Unicode.Scalar] = [
        "\u{C5}", "\u{212B}", "\u{41}", "\u{30A}", "\u{1E69}", "\u{73}", "\u{323}", "\u{307}", "\u{1F82}", "\u{2126}",
        "\u{F900}", "\u{2F800}", "\u{958}", "\u{FB1D}", "\u{1D15E}", "\u{FDFA}", "\u{2460}", "\u{BD}", "\u{FF21}",
        "\u{3392}", "\u{1D400}", "\u{2003}", "\u{A0}", "\u{387}", "\u{37E}", "\u{1FEF}", "\u{344}", "\u{F73}",
        "\u{FB2C}",
    ]
    private static let repeated: [Unicode.Scalar] = [
        " ", "\n", "\t", "0", "7", "a", "A", "=", "-", "'", "\u{A0}", "\u{3000}", "\u{4E16}", "\u{301}", "\u{1F600}",
        "\r", "!", "\u{2581}", "\u{661}", "\u{B2}", "_", "\u{200D}",
    ]
    private static let spaces: [Unicode.Scalar] = [
        " ", " ", " ", "\n", "\r", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{200B}",
        "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}", "\u{2581}", "\u{180E}", "\u{FEFF}",
    ]
    /// What text from other systems brings along: replacements, noncharacters, private use, directions, marks.
    private static let odd = [
        0xFFFD, 0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFF, 0x10FFFF, 0x40378, 0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0x202A,
        0x202E, 0x2066, 0x2069, 0x200E, 0xFEFF, 0, 0xAD, 0x61C, 0xD7FF, 0xE0001, 0xE007F, 0x180F, 0x2060, 0xFFF9,
    ].compactMap { Unicode.Scalar($0 as UInt32) }
    private static let apostrophes: [Unicode.Scalar] = ["'", "'", "'", "\u{2019}", "\u{2BC}", "\u{FF07}", "`"]
    private static let endings = [
        "s", "t", "re", "ve", "m", "ll", "d", "S", "T", "RE", "Ve", "M", "lL", "D", "\u{17F}", "\u{17F}x", "l", "v",
        "r",
        "da", "so", " s", "",
    ]
    private static let emoji = [
        "\u{1F600}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F44D}\u{1F3FD}", "\u{1F3FD}",
        "\u{2764}\u{FE0F}",
        "\u{1F1EB}\u{1F1F7}", "\u{1F1EB}", "1\u{FE0F}\u{20E3}", "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", "\u{200D}",
        "\u{FE0F}", "\u{1F9D1}\u{1F3FB}\u{200D}\u{1F4BB}", "\u{2603}", "\u{1F441}\u{FE0F}\u{200D}\u{1F5E8}",
    ]
    private static let words = [
        "The", "harbour", "counts", "lamps", "I'm", "we'll", "it's", "don't", "state", "größere", "Öfen", "l'été",
        "gâteau", "niño", "żółty", "книгу", "кошка", "λιμάνι", "ספר", "كتابا", "किताब", "หนังสือ", "本を読み", "窓のそば",
        "散步", "고양이", "ışıklı", "đọc", "գիրք", "წიგნს", "መጽሐፍ", "def", "total +=", "x_1", "camelCase", "{", "}", "();",
        "//",
        "1", "12", "2024", "365.25", "1,234,567", "1.5e-3", "a.b", "https://example.org/?q=1", "<!--", "\"", "\\",
        "xyzzy",
        "counting", "lamplight", ".", ",", "?!", "...", "\t", "\r\n", "\r\n\r\n", "½", "²", "Ǆ",
    ]
}
