/// A text as its words, so that two ways of writing the same can be compared.
///
/// Upper and lower case, punctuation, white space and English articles make no difference; accents do. A comma between
/// groups of three digits is left out, and a point between digits stays, so that 1,200 is 1200, and 3 is not in 3.5.
/// Characters of scripts without spaces are words of their own.
struct PlainWords {
    private static let articles: Set = ["a", "an", "the"]

    /// All words in order.
    private let all: [String]
    /// The words without articles.
    private let words: [String]

    /// The words of a text.
    init(_ text: String) {
        var scanner = Scanner(Array(text.lowercased()))
        all = scanner.words()
        words = all.filter { !Self.articles.contains($0) }
    }

    /// Whether the words of another text stand in this one, next to each other and in order.
    ///
    /// - Edge cases: a text without words is nowhere; of a text of articles only they count, because an answer may be the
    ///   letter A.
    func contains(_ other: PlainWords) -> Bool {
        let (words, wanted) = other.words.isEmpty ? (all, other.all) : (words, other.words)
        guard !wanted.isEmpty, wanted.count <= words.count else { return false }
        return (0...words.count - wanted.count).contains { words[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    /// Cuts characters into words.
    private struct Scanner {
        private let characters: [Character]
        private var found: [String] = []
        private var word = ""

        init(_ characters: [Character]) {
            self.characters = characters
        }

        mutating func words() -> [String] {
            for (index, character) in characters.enumerated() {
                if Self.isWordByItself(character) {
                    endWord()
                    found.append(String(character))
                } else if character.isLetter || character.isNumber || isDecimalPoint(at: index) {
                    word.append(character)
                } else if !isGroupComma(at: index) {
                    endWord()
                }
            }
            endWord()
            return found
        }

        private mutating func endWord() {
            if !word.isEmpty { found.append(word) }
            word = ""
        }

        private func isDigit(_ index: Int) -> Bool {
            characters.indices.contains(index) && characters[index].isWholeNumber
        }

        private func isDecimalPoint(at index: Int) -> Bool {
            characters[index] == "." && isDigit(index - 1) && isDigit(index + 1)
        }

        private func isGroupComma(at index: Int) -> Bool {
            characters[index] == "," && isDigit(index - 1) && (1...3).allSatisfy { isDigit(index + $0) }
                && !isDigit(index + 4)
        }

        private static func isWordByItself(_ character: Character) -> Bool {
            guard let scalar = character.unicodeScalars.first else { return false }
            // Ideographs, and the Japanese syllables.
            return scalar.properties.isIdeographic || (0x3041...0x30FF).contains(scalar.value)
        }
    }
}
