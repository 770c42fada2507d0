/// Settings of the keyed-recall task.
package struct KeyedRecallConfiguration: Codable, Hashable, Sendable {
    /// What a key holds.
    package enum Values: String, Codable, Hashable, Sendable, CaseIterable {
        /// One word, one token.
        case words
        /// A number of `digits` digits, each a token.
        case numbers
    }

    /// How a question is put.
    package enum Phrasing: String, Codable, Hashable, Sendable, CaseIterable {
        /// The fact again, up to its value: "The red box holds".
        case cloze
        /// In words of its own: "What does the red box hold? It holds".
        case question
    }

    /// Facts for 256 tokens of context (of the tokenizer that measures), the same at all lengths. At most one of
    /// `density` and `facts` is set.
    package var density: Double?

    /// Facts of a context, the same number at all lengths. Neither set: `density` is 16.
    package var facts: Int?

    /// Questions of a context.
    package var questions = 8

    /// How often a training sample asks each of its questions, in random order. A model that is asked once for each of
    /// few keys learns to tell the values that it has not told yet, and not what the keys hold.
    package var timesAsked = 1

    /// Values of one key, each told by a fact of its own; a question asks for all.
    package var valuesPerKey = 1

    /// For each question, facts whose key shares one word with the asked key.
    package var nearMisses = 1

    /// Number of different first words of keys, 2 ... 32.
    package var modifiers = 32

    /// Number of different second words of keys, 2 ... 32.
    package var objects = 32

    /// What a key holds.
    package var values = Values.words

    /// Number of different value words, 2 ... 48.
    package var valueWords = 48

    /// Digits of value numbers, 2 ... 9.
    package var digits = 3

    /// How a question is put.
    package var phrasing = Phrasing.cloze

    /// The filler.
    package var filler = FillerConfiguration()

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        density = try container.decodeIfPresent(Double.self, forKey: .density)
        facts = try container.decodeIfPresent(Int.self, forKey: .facts)
        questions = try container.value(.questions, default: questions)
        timesAsked = try container.value(.timesAsked, default: timesAsked)
        valuesPerKey = try container.value(.valuesPerKey, default: valuesPerKey)
        nearMisses = try container.value(.nearMisses, default: nearMisses)
        modifiers = try container.value(.modifiers, default: modifiers)
        objects = try container.value(.objects, default: objects)
        values = try container.value(.values, default: values)
        valueWords = try container.value(.valueWords, default: valueWords)
        digits = try container.value(.digits, default: digits)
        phrasing = try container.value(.phrasing, default: phrasing)
        filler = try container.value(.filler, default: filler)
    }

    private enum CodingKeys: String, CodingKey {
        case density, facts, questions, modifiers, objects, values, digits, phrasing, filler
        case timesAsked = "times-asked"
        case valuesPerKey = "values-per-key"
        case nearMisses = "near-misses"
        case valueWords = "value-words"
    }

    /// Facts of a context of a length.
    func facts(at length: Int) -> Int {
        facts ?? Int((density ?? 16) * Double(length) / 256)
    }

    /// Facts of the asked keys and their near misses.
    var leastFacts: Int {
        questions * valuesPerKey * (1 + nearMisses)
    }
}
