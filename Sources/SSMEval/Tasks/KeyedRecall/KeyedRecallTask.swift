package import SSMContext
package import SSMTensor
package import SSMText

/// Many facts "the red box holds rice" in a long text; several of them are asked for.
///
/// Keys are pairs of words, so that an asked key has near misses; one key has one or several values. No key is told
/// twice, so that no other passage answers a question. The words of keys and values occur in the filler as well.
package struct KeyedRecallTask: EvaluationTask {
    package static let name = "keyed-recall"
    package static let summary = "tell what some of many keys hold, at constant density or constant number of facts"
    package static let version = 1

    package let configuration: KeyedRecallConfiguration
    package let vocabulary: [String]
    package var scoring: ScoringRule { configuration.valuesPerKey == 1 ? .exact : .valueSet }

    private var ruler: TextRuler
    private let writer: FillerWriter

    package init(_ configuration: KeyedRecallConfiguration) throws(TaskError) {
        try Self.check(configuration)
        self.configuration = configuration
        writer = Self.writer(configuration)
        vocabulary = WordTokenizer.vocabulary(of: Self.texts(configuration) + writer.texts.filter { $0.first == " " })
        ruler = TextRuler(task: Self.name, tokenizer: try Self.tokenizer(of: vocabulary))
    }

    package func measured(by tokenizer: any Tokenizer) -> KeyedRecallTask {
        var task = self
        task.ruler = TextRuler(task: Self.name, tokenizer: tokenizer)
        return task
    }

    /// A training sample; a context with too few facts for all questions has fewer questions.
    package func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        let facts = configuration.facts(at: length)
        let questions = min(configuration.questions, facts / configuration.valuesPerKey)
        guard questions > 0 else {
            throw .tooShort(
                task: Self.name, length: length, needed: leastLength(facts: configuration.valuesPerKey))
        }
        return try sample(.training, index, length: length, depth: nil, questions: questions, key: key)
    }

    package func evaluationSample(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        let needed = configuration.leastFacts
        guard configuration.facts(at: length) >= needed else {
            throw .tooShort(task: Self.name, length: length, needed: leastLength(facts: needed))
        }
        return try sample(
            .evaluation, index, length: length, depth: depth, questions: configuration.questions, key: key)
    }

    private func sample(
        _ split: Split, _ index: Int, length: Int, depth: Double?, questions: Int, key: RandomKey
    ) throws(TaskError) -> Sample {
        try Self.check(depth: depth)
        let identity = SampleIdentity(
            task: Self.name, configuration: configuration, split: split, index: index, key: key)
        var world = KeyedRecallWorld(configuration, key: identity.key.folding("facts"))
        guard world.grow(to: configuration.facts(at: length), questions: questions) else {
            throw .exhausted(task: Self.name, length: length, what: "keys", key: "modifiers or objects")
        }
        let facts = Array(world.facts.prefix(configuration.facts(at: length)))
        let order = split.order(of: questions, timesAsked: configuration.timesAsked, key: identity.key)
        let items = items(facts, order: order, depth: depth, key: identity.key)
        let filler = identity.key.folding("filler")
        let context = try NestedContext(items: items, ruler: ruler, key: filler) { number in
            FillerStream.paragraph(writer, key: filler.folding("paragraph").folding(number)).map { sentence in
                Passage(text: " " + sentence)
            }
        }.pieces(length: length)
        let asked = self.questions(order, about: items, facts: facts)
        return Sample(
            id: identity.id(length: length, depth: depth), task: Self.name, context: context, questions: asked,
            length: length, depth: depth, group: identity.group, chance: chance(of: facts),
            maximumAnswerTokens: try ruler.mostTokens(of: asked), stop: ["\n"])
    }

    /// The facts with their places: those asked for in the window of the depth, the others anywhere.
    private func items(
        _ facts: [KeyedFact], order: [Int], depth: Double?, key: RandomKey
    ) -> [NestedContext<Passage>.Item] {
        let window = DepthWindow.shares(of: depth)
        return facts.enumerated().map { index, fact in
            let asking = order.indices.filter { order[$0] == index / configuration.valuesPerKey }
            let share = key.folding("place").folding(index).uniform
            let isAsked = !asking.isEmpty
            let place = isAsked ? window.lowerBound + share * (window.upperBound - window.lowerBound) : share
            return NestedContext.Item(
                place: place, piece: Passage(text: Self.text(of: fact), evidenceFor: asking))
        }
    }

    /// The questions; the target names the values in the order of the context.
    private func questions(
        _ order: [Int], about items: [NestedContext<Passage>.Item], facts: [KeyedFact]
    ) -> [Question] {
        order.map { key in
            let first = key * configuration.valuesPerKey
            let told = (first..<first + configuration.valuesPerKey).sorted { items[$0].place < items[$1].place }
            let values = told.map { facts[$0].value }
            let (query, cue) = Self.asking(about: facts[first], as: configuration.phrasing)
            return Question(
                query: query, cue: cue, answers: values, target: " " + values.joined(separator: ", "))
        }
    }

    /// The share of right answers of a guess among the different values that the context tells.
    private func chance(of facts: [KeyedFact]) -> Double {
        let values = Set(facts.map(\.value)).count
        let wanted = configuration.valuesPerKey
        // One set of `wanted` out of all sets of so many values.
        return (0..<min(wanted, values)).reduce(1) { $0 * Double(wanted - $1) / Double(max(values, wanted) - $1) }
    }

    /// The least length whose density gives so many facts; for errors.
    private func leastLength(facts: Int) -> Int {
        Int((Double(facts) * 256 / (configuration.density ?? 16)).rounded(.up))
    }
}
