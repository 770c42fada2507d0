import Foundation
import SSMEval

/// Finds what stands in the places of a template.
enum TemplateMatcher {
    /// The words in the places of a sentence.
    struct Places {
        var words: [String: String] = [:]

        /// The entity's name, when the sentence speaks of "my" or "your" one.
        var entity: String? {
            for (place, owner) in [("me", "my "), ("Me", "My "), ("you", "your "), ("You", "Your ")] {
                if let phrase = words[place] {
                    return phrase.hasPrefix(owner) ? String(phrase.dropFirst(owner.count)) : nil
                }
            }
            return nil
        }

        var value: String {
            if let value = words["v"] ?? words["n"] { return value }
            let parts = (words["a v"] ?? "").split(separator: " ", maxSplits: 1)
            return parts.count == 2 && ["a", "an"].contains(parts[0]) ? String(parts[1]) : ""
        }
    }

    /// All ways in which a sentence is the template.
    static func matches(_ template: SentenceTemplate, _ sentence: String) -> [Places] {
        matches(template.parts[...], sentence[...], Places()).filter { isPlausible($0) }
    }

    /// Values are one word or "my …", and numbers are digits.
    private static func isPlausible(_ places: Places) -> Bool {
        if let number = places.words["n"] { return !number.isEmpty && number.allSatisfy(\.isNumber) }
        guard places.words["v"] != nil || places.words["a v"] != nil else { return true }
        return places.value.hasPrefix("my ") || (!places.value.isEmpty && places.value.allSatisfy(\.isLetter))
    }

    private static func matches(
        _ parts: ArraySlice<SentenceTemplate.Part>, _ rest: Substring, _ places: Places
    ) -> [Places] {
        guard let part = parts.first else { return rest.isEmpty ? [places] : [] }
        switch part {
        case .text(let text):
            return rest.hasPrefix(text) ? matches(parts.dropFirst(), rest.dropFirst(text.count), places) : []
        case .slot(let name):
            guard case .text(let next)? = parts.dropFirst().first, !next.isEmpty else {
                return rest.isEmpty ? [] : [adding(String(rest), as: name, to: places)]
            }
            return rest.ranges(of: next).flatMap { range in
                matches(
                    parts.dropFirst(), rest[range.lowerBound...],
                    adding(String(rest[..<range.lowerBound]), as: name, to: places))
            }
        }
    }

    private static func adding(_ words: String, as name: String, to places: Places) -> Places {
        var places = places
        places.words[name] = words
        return places
    }

    /// Whether a name has the form of names of a kind.
    static func isName(_ name: String, of kind: EntityKind) -> Bool {
        let words = name.split(separator: " ")
        return switch kind {
        case .journey: words.count == 4 && words[1...2] == ["trip", "to"]
        case .course: words.count == 3 && words[2] == "class"
        default: words.count == 2
        }
    }
}
