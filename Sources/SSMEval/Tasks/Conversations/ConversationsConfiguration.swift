/// Settings of the conversations task.
package struct ConversationsConfiguration: Codable, Hashable, Sendable {
    /// Pieces of facts for 256 tokens of context, the same at all lengths, as far as they fit.
    package var density = 8.0

    /// Questions of a context; each needs up to 3 pieces of evidence.
    package var questions = 2

    /// How often a training sample asks each of its questions, in random order.
    package var timesAsked = 1

    /// The types of questions, which take turns; a type that is named several times has as many turns.
    package var types = QuestionType.allCases

    /// Share of the questions that ask for what was never told, among those of types that can.
    package var abstention = 0.1

    /// For each question, facts of the same type whose entity shares a word with the one asked about.
    package var nearMisses = 1

    /// Share of the facts of one session that are told twice, in other words.
    package var repeats = 0.2

    /// Share of the changes that name the old and the new value but not what they are values of.
    package var corrections = 0.5

    /// Share of the pieces of facts after which the other side says something that tells nothing.
    package var replies = 0.4

    /// Mean number of pieces of facts that a session has.
    package var factsPerSession = 3

    /// The most types of facts of a family, 1 ... 64; there are seven families.
    package var kinds = 64

    /// The most words of each list, 4 ... 256.
    package var choices = 256

    /// The most values of a type of facts, 4 ... 256, as far as its list has them.
    package var values = 256

    /// The most ways to say each fact and to ask for it, 1 ... 3.
    package var phrasings = 3

    /// The filler.
    package var filler = FillerConfiguration()

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        density = try container.value(.density, default: density)
        questions = try container.value(.questions, default: questions)
        timesAsked = try container.value(.timesAsked, default: timesAsked)
        types = try container.value(.types, default: types)
        abstention = try container.value(.abstention, default: abstention)
        nearMisses = try container.value(.nearMisses, default: nearMisses)
        repeats = try container.value(.repeats, default: repeats)
        corrections = try container.value(.corrections, default: corrections)
        replies = try container.value(.replies, default: replies)
        factsPerSession = try container.value(.factsPerSession, default: factsPerSession)
        kinds = try container.value(.kinds, default: kinds)
        choices = try container.value(.choices, default: choices)
        values = try container.value(.values, default: values)
        phrasings = try container.value(.phrasings, default: phrasings)
        filler = try container.value(.filler, default: filler)
    }

    private enum CodingKeys: String, CodingKey {
        case density, questions, types, abstention, repeats, corrections, replies, kinds, choices, phrasings
        case values, filler
        case timesAsked = "times-asked"
        case nearMisses = "near-misses"
        case factsPerSession = "facts-per-session"
    }

    /// The most pieces that the evidence of one question of any type has.
    static let mostPieces = 3

    /// The most pieces that the evidence of one question of the types asked has.
    var mostEvidence: Int {
        let isSingle = types.allSatisfy(\.isSingleSession)
        return isSingle ? (repeats > 0 ? 2 : 1) : Self.mostPieces
    }

    /// Pieces of facts that a context of a length may have.
    func pieces(at length: Int) -> Int {
        Int(density * Double(length) / 256)
    }

    /// The least length that has room for so many pieces.
    func leastLength(pieces: Int) -> Int {
        Int((Double(pieces) * 256 / density).rounded(.up))
    }

    /// Refuses settings out of range.
    func check() throws(TaskError) {
        func demand(_ holds: Bool, _ key: String, _ reason: String) throws(TaskError) {
            guard holds else { throw .configuration(task: ConversationsTask.name, key: key, reason: reason) }
        }
        try demand(density > 0 && density <= 32, "density", "has to be positive and at most 32")
        try demand(questions >= 1, "questions", "has to be at least 1")
        try demand((1...16).contains(timesAsked), "times-asked", "has to be in 1...16")
        try demand(!types.isEmpty, "types", "must not be empty")
        try demand((0...1).contains(abstention), "abstention", "has to be in 0...1")
        try demand((0...8).contains(nearMisses), "near-misses", "has to be in 0...8")
        try demand((0...1).contains(repeats), "repeats", "has to be in 0...1")
        try demand((0...1).contains(corrections), "corrections", "has to be in 0...1")
        try demand((0...1).contains(replies), "replies", "has to be in 0...1")
        try demand((1...32).contains(factsPerSession), "facts-per-session", "has to be in 1...32")
        try demand((1...64).contains(kinds), "kinds", "has to be in 1...64")
        try demand((4...256).contains(choices), "choices", "has to be in 4...256")
        try demand((4...256).contains(values), "values", "has to be in 4...256")
        try demand((1...3).contains(phrasings), "phrasings", "has to be in 1...3")
        try filler.check(for: ConversationsTask.name)
    }
}
