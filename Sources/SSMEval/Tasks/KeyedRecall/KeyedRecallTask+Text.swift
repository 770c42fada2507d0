extension KeyedRecallTask {
    /// The fact as a sentence.
    static func text(of fact: KeyedFact) -> String {
        " The \(name(of: fact)) holds \(fact.value)."
    }

    /// The query and the cue of a question about a fact's key.
    static func asking(
        about fact: KeyedFact, as phrasing: KeyedRecallConfiguration.Phrasing
    ) -> (query: String, cue: String) {
        switch phrasing {
        case .cloze: ("\nThe \(name(of: fact))", " holds")
        case .question: ("\nWhat does the \(name(of: fact)) hold?", " It holds")
        }
    }

    /// Texts that have every token of facts and questions.
    static func texts(_ configuration: KeyedRecallConfiguration) -> [String] {
        let modifiers = KeyedRecallLexicon.modifiers.prefix(configuration.modifiers)
        let objects = KeyedRecallLexicon.objects.prefix(configuration.objects)
        let values =
            configuration.values == .numbers
            ? ["1234567890"] : Array(KeyedRecallLexicon.values.prefix(configuration.valueWords))
        let fact = KeyedFact(modifier: 0, object: 0, value: "1234567890")
        let (query, cue) = asking(about: fact, as: configuration.phrasing)
        let words = (modifiers + objects + values).map { " " + $0 }
        return [text(of: fact), query, cue] + (configuration.valuesPerKey > 1 ? [","] : []) + words
    }

    /// The filler, which has the words of keys and values too but never tells what a key holds.
    static func writer(_ configuration: KeyedRecallConfiguration) -> FillerWriter {
        let numbers = (0..<configuration.digits).reduce(1) { power, _ in power * 10 }
        var echoes = [
            "A {modifier} {noun} was next to the {object} in the {place}.",
            "Nobody in the {place} saw the {modifier} {object} again.",
            "The {object} and the {modifier} {noun} were {adjective}.",
        ]
        if configuration.values == .words {
            echoes += [
                "They carried {value} to the {place} and the {noun} {verb} it.",
                "The {noun} holds the {adjective} {value} in the {place}.",
            ]
        } else {
            echoes.append("The {noun} holds {number} of the {adjective} ones in the {place}.")
        }
        return FillerWriter(
            configuration.filler, echoes: echoes,
            lists: [
                "modifier": Array(KeyedRecallLexicon.modifiers.prefix(configuration.modifiers)),
                "object": Array(KeyedRecallLexicon.objects.prefix(configuration.objects)),
                "value": Array(KeyedRecallLexicon.values.prefix(configuration.valueWords)),
            ], numberBound: numbers)
    }

    /// Refuses settings out of range.
    static func check(_ configuration: KeyedRecallConfiguration) throws(TaskError) {
        let density = configuration.density ?? 16
        let factTokens = configuration.values == .words ? 6 : 6 + configuration.digits
        try demand(
            configuration.density == nil || configuration.facts == nil, "density", "and facts exclude each other")
        try demand(density > 0, "density", "has to be positive")
        try demand(
            density * Double(factTokens) <= 224, "density", "has to be at most \(224 / factTokens), or no filler fits")
        try demand(configuration.questions >= 1, "questions", "has to be at least 1")
        try demand((1...16).contains(configuration.timesAsked), "times-asked", "has to be in 1...16")
        try demand((1...8).contains(configuration.valuesPerKey), "values-per-key", "has to be in 1...8")
        try demand((0...8).contains(configuration.nearMisses), "near-misses", "has to be in 0...8")
        let least = configuration.leastFacts
        try demand(
            (configuration.facts ?? least) >= least, "facts", "has to be at least \(least) for the questions asked")
        try demand((2...32).contains(configuration.modifiers), "modifiers", "has to be in 2...32")
        try demand((2...32).contains(configuration.objects), "objects", "has to be in 2...32")
        let leastValues = 4 * configuration.valuesPerKey
        try demand(
            (leastValues...48).contains(configuration.valueWords), "value-words",
            "has to be in \(leastValues)...48 (four times values-per-key at least)")
        try demand((2...9).contains(configuration.digits), "digits", "has to be in 2...9")
        try configuration.filler.check(for: name)
    }

    private static func name(of fact: KeyedFact) -> String {
        "\(KeyedRecallLexicon.modifiers[fact.modifier]) \(KeyedRecallLexicon.objects[fact.object])"
    }
}
