import SSMTensor

/// Talk about topics that tells no fact that a question asks for.
struct ConversationFiller: Sendable {
    private static let questions = templates([
        "What do you think about the {adjective} {noun} in the {place}?",
        "Have you heard about the {noun} that {verb} a {noun}?",
        "Why was the {noun} near the {place} so {adjective}?",
        "Tell me a story about the {noun} and the {noun}.",
        "Somebody {verb} the {noun} before the evening came, did you know?",
        "Is the {place} always {adjective} in the rain?",
        "It was a long day and the {noun} was {adjective} again.",
    ])
    private static let numbered = templates([
        "There were {number} people at the {place} when the {noun} {verb} it, can that be?",
        "Somebody counted {number} times how the {noun} {verb} the {noun}, why?",
        "Is it true that number {number} of the {place} was {adjective}?",
    ])
    private static let echoes = templates([
        "What does the word {word} mean?", "A poem had the words {word} and {word} in it, do you know it?",
        "How many letters does {word} have?", "The newspaper wrote something about {word} and {word}.",
    ])
    private static let answers = templates([
        "Many say that the {noun} {verb} the {adjective} {noun} once.",
        "The {noun} was {adjective}, but the {noun} was not.",
        "In the {place} every {noun} is {adjective}.",
        "Nobody in the {place} {verb} the {noun}.",
        "After the rain the {noun} {verb} the {place}.",
        "That depends on the {noun}, if it is {adjective}.",
    ])

    private let configuration: FillerConfiguration
    private let words: [String]

    /// A writer of filler.
    ///
    /// - Parameter words: words of facts, which occur in the filler too.
    init(_ configuration: FillerConfiguration, words: [String]) {
        self.configuration = configuration
        self.words = words
    }

    /// The turns of one topic: the user says something, the assistant answers, and so on.
    func turns(key: RandomKey) -> [ConversationPiece] {
        var generator = key.generator
        let topic = Lexicon.topics[generator.below(configuration.topics)]
        let count = 1 + generator.below(2 * configuration.sentencesPerTopic - 1)
        return (0..<count).map { index in
            let template = index % 2 == 0 ? question(from: &generator) : Self.pick(Self.answers, &generator)
            let text = template.filled { place in
                place == "number"
                    ? String(generator.below(1_000)) : Self.pick(words(of: place, about: topic), &generator)
            }
            return .turn(index % 2 == 0 ? .user : .assistant, text)
        }
    }

    /// Texts that have every token of the turns.
    var texts: [String] {
        let templates = Self.questions + Self.numbered + Self.echoes + Self.answers
        let skeletons = templates.map { template in
            ConversationPiece.turn(.user, template.filled { $0 == "number" ? "1234567890" : "a" }).text
        }
        let topics = Lexicon.topics.prefix(configuration.topics)
        return skeletons + topics.flatMap { $0.nouns + $0.verbs + $0.adjectives + $0.places }.map { " " + $0 }
    }

    private func question(from generator: inout RandomGenerator) -> SentenceTemplate {
        let kind = generator.uniform()
        let choices =
            if kind < configuration.numbers {
                Self.numbered
            } else if kind < configuration.numbers + configuration.echoes {
                Self.echoes
            } else {
                Self.questions
            }
        return Self.pick(choices, &generator)
    }

    private func words(of place: String, about topic: Lexicon.Topic) -> [String] {
        switch place {
        case "noun": topic.nouns
        case "verb": topic.verbs
        case "adjective": topic.adjectives
        case "place": topic.places
        default: words
        }
    }

    private static func pick<Element>(_ elements: [Element], _ generator: inout RandomGenerator) -> Element {
        elements[generator.below(elements.count)]
    }

    private static func templates(_ patterns: [String]) -> [SentenceTemplate] {
        patterns.map { SentenceTemplate($0) }
    }
}
