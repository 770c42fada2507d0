import SSMTensor

/// Writes sentences about topics.
///
/// Some have a number and some have words of the evidence, so that no kind of token is reserved for what is asked.
/// No sentence says anything that a question asks for.
struct FillerWriter: Sendable {
    private static let plain = templates([
        "The {adjective} {noun} near the {place} {verb} the {noun} once again.",
        "In the {place} every {noun} was {adjective} and {verb} the {noun}.",
        "Some people say that the {noun} {verb} a {adjective} {noun}.",
        "After the rain the {noun} and the {noun} {verb} the {place}.",
        "A {noun} {verb} the {adjective} {noun} before the evening came.",
        "Nobody in the {place} knew why the {noun} was so {adjective}.",
        "The {noun} was {adjective} but the {noun} was not.",
        "Nobody {verb} the {adjective} {noun}.",
        "The {noun} {verb} the {noun}.",
        "In the morning the {place} was {adjective}.",
    ])

    private static let numbered = templates([
        "There were {number} people in the {place} when the {noun} {verb} it.",
        "The {noun} {verb} the {adjective} {noun} {number} times in the {place}.",
        "In the {place} they counted {number} of the {adjective} ones.",
        "The {adjective} {noun} of the {place} is number {number} of them all.",
    ])

    private let configuration: FillerConfiguration
    private let echoes: [SentenceTemplate]
    private let lists: [String: [String]]
    private let numberBound: Int

    /// A writer.
    ///
    /// - Parameters:
    ///   - echoes: sentences with words of the task's evidence, which may use the task's own `lists`.
    ///   - numberBound: numbers are uniform below it.
    init(_ configuration: FillerConfiguration, echoes: [String], lists: [String: [String]] = [:], numberBound: Int) {
        self.configuration = configuration
        self.echoes = Self.templates(echoes)
        self.lists = lists
        self.numberBound = numberBound
    }

    /// A sentence without a space before it; a number in it is never `number`.
    func sentence(
        about topic: Lexicon.Topic, exceptNumber number: Int? = nil, from generator: inout RandomGenerator
    ) -> String {
        let kind = generator.uniform()
        let choices =
            if kind < configuration.numbers {
                Self.numbered
            } else if kind < configuration.numbers + configuration.echoes, !echoes.isEmpty {
                echoes
            } else {
                Self.plain
            }
        let template = choices[generator.below(choices.count)]
        return template.filled { slot in
            guard slot == "number" else { return Self.pick(words(of: slot, about: topic), &generator) }
            var candidate = generator.below(numberBound)
            while candidate == number { candidate = generator.below(numberBound) }
            return String(candidate)
        }
    }

    /// A topic.
    func topic(from generator: inout RandomGenerator) -> Lexicon.Topic {
        Lexicon.topics[generator.below(configuration.topics)]
    }

    /// How long a topic stays: uniform with the configured mean.
    func sentencesOfTopic(from generator: inout RandomGenerator) -> Int {
        1 + generator.below(2 * configuration.sentencesPerTopic - 1)
    }

    /// Texts that have every token of the sentences, at the start of a text and after a space.
    var texts: [String] {
        var texts: [String] = []
        for topic in Lexicon.topics.prefix(configuration.topics) {
            for template in Self.plain + Self.numbered + echoes {
                let longest = template.slots.map { words(of: $0, about: topic).count }.max() ?? 1
                for index in 0..<longest {
                    let sentence = template.filled { slot in
                        let words = words(of: slot, about: topic)
                        return words[index % words.count]
                    }
                    texts += [sentence, " " + sentence]
                }
            }
        }
        return texts
    }

    private func words(of slot: String, about topic: Lexicon.Topic) -> [String] {
        switch slot {
        case "noun": topic.nouns
        case "verb": topic.verbs
        case "adjective": topic.adjectives
        case "place": topic.places
        case "number": ["1234567890"]
        default: lists[slot, default: [slot]]
        }
    }

    private static func pick(_ words: [String], _ generator: inout RandomGenerator) -> String {
        words[generator.below(words.count)]
    }

    private static func templates(_ patterns: [String]) -> [SentenceTemplate] {
        patterns.map { SentenceTemplate($0) }
    }
}
