import SSMTensor

/// Puts facts and questions into words.
struct ConversationPhrasing: Sendable {
    /// The most ways to say a thing.
    let ways: Int

    /// One of the allowed ways.
    func pick(_ templates: [SentenceTemplate], from generator: inout RandomGenerator) -> SentenceTemplate {
        templates[generator.below(min(templates.count, ways))]
    }

    /// A sentence about an entity.
    ///
    /// - Parameters:
    ///   - phrase: how the user speaks of the entity, such as "my cousin Anna".
    ///   - value: what is told about it.
    ///   - other: the words of further places of the template.
    static func sentence(
        _ template: SentenceTemplate, about phrase: String, value: String = "", other: [String: String] = [:]
    ) -> String {
        template.filled { place in
            switch place {
            case "me": phrase
            case "Me": capitalized(phrase)
            case "you": addressed(phrase)
            case "You": capitalized(addressed(phrase))
            case "v", "n": value
            case "a v": "\(article(of: value)) \(value)"
            default: other[place, default: place]
            }
        }
    }

    /// "my cousin Anna", "my uncle Leo" and a joining word: "my cousin Anna, my aunt Rosa or my uncle Leo".
    static func list(_ phrases: [String], joinedBy word: String) -> String {
        phrases.count < 2
            ? phrases.joined() : phrases.dropLast().joined(separator: ", ") + " \(word) " + (phrases.last ?? "")
    }

    private static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func addressed(_ phrase: String) -> String {
        phrase.hasPrefix("my ") ? "your " + phrase.dropFirst(3) : phrase
    }

    private static func article(of word: String) -> String {
        guard let first = word.lowercased().first, !word.lowercased().hasPrefix("eu") else { return "a" }
        return "aeiou".contains(first) ? "an" : "a"
    }
}
