import SSMTensor

/// The threads of one conversation in order of importance: the asked ones, their near misses, then others.
///
/// A context takes as many from the front as its length asks for, so that a longer one has all facts of a shorter one.
/// No fact is about an entity of the other split, and none is told twice except inside its thread.
struct ConversationWorld {
    let configuration: ConversationsConfiguration
    let lexicon: ConversationLexicon
    let phrasing: ConversationPhrasing
    private let split: Split
    private let key: RandomKey
    var generator: RandomGenerator

    /// The first of the turns that the types of questions take.
    private let turn: Int
    /// What has been told or asked: the labels of facts with the names of their entities.
    private var told: Set<[String]> = []
    /// Entities with the values that something says of them: what a correction calls a fact by.
    private var values: Set<[String]> = []

    /// The threads so far.
    private(set) var threads: [FactThread] = []

    /// The world of one group.
    ///
    /// - Parameter index: the group's number, so that all types take turns over groups.
    init(
        _ configuration: ConversationsConfiguration, lexicon: ConversationLexicon, split: Split, index: Int,
        key: RandomKey
    ) {
        self.configuration = configuration
        self.lexicon = lexicon
        self.split = split
        self.key = key
        phrasing = ConversationPhrasing(ways: configuration.phrasings)
        generator = key.generator
        // Where all types have as many turns in each context, another one begins the next: training asks those in front,
        // as many as fit. With two divisors in common but not all, as of 8 questions and 6 types, some types never begin.
        let isWhole = configuration.questions.isMultiple(of: configuration.types.count)
        turn = index * configuration.questions + (isWhole ? index : 0)
    }

    /// Adds threads until there is one of an index.
    ///
    /// - Returns: whether there were enough different facts.
    mutating func grow(to index: Int) -> Bool {
        while threads.count <= index {
            let number = threads.count
            let questions = configuration.questions
            let thread =
                if number < questions {
                    self.thread(of: kind(turn + number), isAbsent: isAbsent(number))
                } else if number < questions * (1 + configuration.nearMisses) {
                    nearMiss(of: threads[number % questions])
                } else {
                    self.thread(of: kind(turn + number), isAbsent: false)
                }
            guard let thread else { return false }
            threads.append(thread)
        }
        return true
    }

    /// The types of questions take turns.
    private func kind(_ number: Int) -> QuestionType {
        configuration.types[number % configuration.types.count]
    }

    private func isAbsent(_ number: Int) -> Bool {
        kind(turn + number).canAbstain && key.folding("absent").folding(number).uniform < configuration.abstention
    }

    /// A thread of the same type about an entity that shares a word with the asked one.
    private mutating func nearMiss(of asked: FactThread) -> FactThread? {
        thread(of: asked.kind, type: asked.type, near: asked.entity, isAbsent: false)
    }

    /// A thread of a kind, about any entity or one near another.
    private mutating func thread(
        of kind: QuestionType, type: FactType? = nil, near: Entity? = nil, isAbsent: Bool
    ) -> FactThread? {
        switch kind {
        case .singleSessionUser: single(kind, .told, type, near, isAbsent)
        case .singleSessionAssistant: single(kind, .advised, type, near, isAbsent)
        case .singleSessionPreference: single(kind, .preferred, type, near, isAbsent)
        case .knowledgeUpdate: changed(type ?? pick(.told), near, isAbsent)
        case .multiSession:
            switch type?.family ?? [.counted, .listed, .met][generator.below(3)] {
            case .counted: summed(type ?? pick(.counted), near, isAbsent)
            case .listed: listed(type ?? pick(.listed), near, isAbsent)
            default: joined(type ?? pick(.met), near, isAbsent)
            }
        case .temporalReasoning:
            generator.below(2) == 0
                ? ordered(type ?? pick(.happened), near, isAbsent) : spanned(type ?? pick(.happened), near, isAbsent)
        }
    }

    /// A type of a family.
    mutating func pick(_ family: FactFamily) -> FactType {
        let types = lexicon.types(family)
        return types[generator.below(types.count)]
    }

    /// An entity of which no fact of the type is told yet, which it then is; nil where there seems to be none.
    mutating func newEntity(for type: FactType, near: Entity? = nil) -> Entity? {
        for attempt in 0..<Self.attempts {
            let drawn =
                if let near, near.kind == type.subject, attempt < Self.attempts / 2 {
                    lexicon.entity(near: near, of: split, from: &generator)
                } else {
                    lexicon.entity(type.subject, of: split, from: &generator)
                }
            if let drawn, told.insert([type.label, drawn.name]).inserted { return drawn }
        }
        return nil
    }

    /// Different values that nothing says of the entity yet, which they then are; nil where there seem to be too few.
    mutating func newValues(_ count: Int, of type: FactType, for entity: Entity) -> [String]? {
        let all = lexicon.values(type)
        var chosen: [String] = []
        for _ in 0..<Self.attempts {
            if chosen.count == count { return chosen }
            let value = all[generator.below(all.count)]
            if values.insert([entity.name, value]).inserted { chosen.append(value) }
        }
        return nil
    }

    /// Something is found within so many draws, unless hardly any is left.
    private static let attempts = 2_000
}
