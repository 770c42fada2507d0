import Foundation

/// How the text of an answer is compared with the accepted answers.
package enum ScoringRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// An accepted answer is one of the parts of the text between spaces.
    ///
    /// - Source: DeciMamba: `gold in text.split("<|endoftext|>")[0].split(" ")`; other white space does not separate.
    case wholeToken = "whole-token"

    /// The first run of digits in the text is, as a number, an accepted answer.
    ///
    /// - Source: Landmark attention's `run_test.py`.
    case firstNumber = "first-number"

    /// The text without the white space around it is an accepted answer.
    case exact

    /// The text, split at commas and white space, has all the accepted answers and nothing else, in any order.
    case valueSet = "value-set"

    /// The text is an accepted answer when case, punctuation, articles and the amount of white space do not count.
    case normalized

    /// The score of a text, after it is cut at the first of the texts that end an answer.
    ///
    /// - Edge cases: an empty text (for `firstNumber`: one without a digit) is a parse failure and wrong; for
    ///   `normalized` a text without letters and digits is one.
    package func score(_ text: String, accepted: [String], stop: [String] = []) -> Score {
        let answer = Self.cut(text, at: stop)
        switch self {
        case .wholeToken:
            let parts = answer.split(separator: " ").map(String.init)
            return Score(isRight: parts.contains { accepted.contains($0) }, isParsed: !parts.isEmpty)
        case .firstNumber:
            guard let number = Self.firstNumber(in: answer) else { return Score(isRight: false, isParsed: false) }
            return Score(isRight: accepted.contains { Self.firstNumber(in: $0) == number }, isParsed: true)
        case .exact:
            let trimmed = answer.trimmingCharacters(in: .whitespacesAndNewlines)
            return Score(isRight: accepted.contains(trimmed), isParsed: !trimmed.isEmpty)
        case .valueSet:
            let values = answer.split { $0 == "," || $0.isWhitespace }.map(String.init)
            return Score(isRight: values.sorted() == accepted.sorted(), isParsed: !values.isEmpty)
        case .normalized:
            let words = Self.words(of: answer)
            let isRight = !words.isEmpty && accepted.contains { Self.words(of: $0) == words }
            return Score(isRight: isRight, isParsed: !words.isEmpty)
        }
    }

    /// The words in small letters, without articles.
    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { !["a", "an", "the"].contains($0) }
    }

    /// The text before the first stop text in it.
    private static func cut(_ text: String, at stop: [String]) -> String {
        let ends = stop.filter { !$0.isEmpty }.compactMap { text.range(of: $0)?.lowerBound }
        return String(text[..<(ends.min() ?? text.endIndex)])
    }

    /// The first run of ASCII digits, without leading zeros.
    private static func firstNumber(in text: String) -> Substring? {
        func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
        guard let start = text.firstIndex(where: isDigit) else { return nil }
        let digits = text[start...].prefix(while: isDigit)
        let trimmed = digits.drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : trimmed
    }
}
