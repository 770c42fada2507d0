import SSMTensor

/// The words and types of facts that the settings allow.
struct ConversationLexicon: Sendable {
    /// The types of each family.
    let families: [FactFamily: [FactType]]

    /// The most values of a type of facts.
    private let mostValues: Int

    /// The words of each list.
    private let lists: [WordList: [String]]

    init(_ configuration: ConversationsConfiguration) {
        families = Dictionary(
            uniqueKeysWithValues: FactFamily.allCases.map { family in
                (family, Array(FactCatalog.types.filter { $0.family == family }.prefix(configuration.kinds)))
            })
        mostValues = configuration.values
        lists = Dictionary(
            uniqueKeysWithValues: WordList.allCases.map { ($0, Array($0.words.prefix(configuration.choices))) })
    }

    /// The types of a family, never none.
    func types(_ family: FactFamily) -> [FactType] {
        families[family, default: []]
    }

    /// All types, in the order of the catalog.
    var types: [FactType] {
        FactFamily.allCases.flatMap { types($0) }
    }

    /// The words of a list, at least 4.
    func words(_ list: WordList) -> [String] {
        lists[list, default: []]
    }

    /// The values of a type of facts; none for numbers, events and meetings.
    func values(_ type: FactType) -> [String] {
        type.values.map { Array(words($0).prefix(mostValues)) } ?? []
    }

    /// All words that the facts of the settings can have, each once.
    var everyWord: [String] {
        let subjects = Set(types.map(\.subject))
        let named = Set(subjects.flatMap { [$0.first, $0.second] })
        let names = WordList.allCases.filter { named.contains($0) }.flatMap { words($0) }
        var seen: Set<String> = []
        return (names + types.flatMap { values($0) }).filter { seen.insert($0).inserted }
    }

    /// An entity of a split, by the generator's next numbers; nil where they hit one of the other split.
    func entity(_ kind: EntityKind, of split: Split, from generator: inout RandomGenerator) -> Entity? {
        let first = generator.below(words(kind.first).count)
        let second = generator.below(words(kind.second).count)
        return entity(kind, first, second, of: split)
    }

    /// An entity of a split that shares a word with another; nil where the numbers hit one of the other split.
    func entity(near entity: Entity, of split: Split, from generator: inout RandomGenerator) -> Entity? {
        let kind = entity.kind
        let (firsts, seconds) = (words(kind.first), words(kind.second))
        let keepsFirst = generator.below(2) == 0
        let drawn = generator.below(keepsFirst ? seconds.count : firsts.count)
        let kept = keepsFirst ? firsts.firstIndex(of: entity.first) : seconds.firstIndex(of: entity.second)
        guard let kept else { return nil }
        let near = keepsFirst ? self.entity(kind, kept, drawn, of: split) : self.entity(kind, drawn, kept, of: split)
        return near == entity ? nil : near
    }

    private func entity(_ kind: EntityKind, _ first: Int, _ second: Int, of split: Split) -> Entity? {
        let (firsts, seconds) = (words(kind.first), words(kind.second))
        guard split.owns(kind, first, second, smaller: min(firsts.count, seconds.count)) else { return nil }
        return Entity(kind: kind, first: firsts[first], second: seconds[second])
    }
}

extension Split {
    /// Whether an entity belongs to this split.
    ///
    /// Pairs of words are split, not words, and by a hash: each word of a name occurs in both splits, with words that
    /// it never has in the other one. Two diagonals are fixed, so that this holds for every word of short lists too.
    fileprivate func owns(_ kind: EntityKind, _ first: Int, _ second: Int, smaller: Int) -> Bool {
        switch (second - first + smaller * (first / smaller + 1)) % smaller {
        case 0: self == .training
        case 1: self == .evaluation
        default: owns("\(kind) \(first) \(second)")
        }
    }
}
