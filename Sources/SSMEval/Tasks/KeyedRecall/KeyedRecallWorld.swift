import SSMTensor

/// The facts of one context in order of importance: the asked ones, their near misses, then others.
///
/// A context takes as many from the front as its length asks for, so that a longer one has all facts of a shorter one.
struct KeyedRecallWorld {
    private let configuration: KeyedRecallConfiguration
    private var generator: RandomGenerator
    private var keys: Set<[Int]> = []

    /// The facts, each key's together.
    private(set) var facts: [KeyedFact] = []

    init(_ configuration: KeyedRecallConfiguration, key: RandomKey) {
        self.configuration = configuration
        generator = key.generator
    }

    /// Adds facts until there are at least `count`: `questions` asked keys first.
    ///
    /// - Returns: whether there were enough different keys.
    mutating func grow(to count: Int, questions: Int) -> Bool {
        while facts.count < count {
            let asked = questions * configuration.valuesPerKey
            let step = facts.count / configuration.valuesPerKey - questions
            let isNearMiss = facts.count >= asked && step < questions * configuration.nearMisses
            guard let key = isNearMiss ? newKey(near: facts[step % questions * configuration.valuesPerKey]) : newKey()
            else { return false }
            add(key)
        }
        return true
    }

    /// Adds the facts of a key. The values are drawn anew for every context, so that nothing learnt by heart helps.
    private mutating func add(_ key: [Int]) {
        keys.insert(key)
        var values: [String] = []
        while values.count < configuration.valuesPerKey {
            let value = self.value()
            if !values.contains(value) { values.append(value) }
        }
        facts += values.map { KeyedFact(modifier: key[0], object: key[1], value: $0) }
    }

    private mutating func value() -> String {
        switch configuration.values {
        case .words: return KeyedRecallLexicon.values[generator.below(configuration.valueWords)]
        case .numbers:
            let least = (1..<configuration.digits).reduce(1) { power, _ in power * 10 }
            return String(least + generator.below(9 * least))
        }
    }

    /// A key that is not in use; nil where all are.
    private mutating func newKey() -> [Int]? {
        guard keys.count < configuration.modifiers * configuration.objects else { return nil }
        while true {
            let key = [generator.below(configuration.modifiers), generator.below(configuration.objects)]
            if !keys.contains(key) { return key }
        }
    }

    /// A key that is not in use and shares one word with a fact's; any other where there is none.
    private mutating func newKey(near fact: KeyedFact) -> [Int]? {
        let near =
            (0..<configuration.modifiers).map { [$0, fact.object] }
            + (0..<configuration.objects).map { [fact.modifier, $0] }
        let free = near.filter { !keys.contains($0) }
        return free.isEmpty ? newKey() : free[generator.below(free.count)]
    }
}
