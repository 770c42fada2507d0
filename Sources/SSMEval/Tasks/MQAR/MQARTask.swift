package import SSMContext
package import SSMTensor
package import SSMText

/// Multi-query associative recall: pairs of symbols, then some of the keys again, each to be followed by its value.
///
/// The value is predicted at the row of its key and never fed. The symbols are made-up words; the length is that of the
/// whole sequence, and the pairs always stand first, so that there are no depths.
///
/// - Source: zoology `data/multiquery_ar.py` (`num_passes` is 1). Different here: the pairs are the same at all lengths
///   of a group.
package struct MQARTask: EvaluationTask {
    package static let name = "mqar"
    package static let summary = "multi-query associative recall: predict each key's value when the key comes again"
    package static let version = 1

    private static let consonants = Array("bcdfghjklmnpqrstvwxz")
    private static let vowels = Array("aeiou")

    package let configuration: MQARConfiguration
    package let vocabulary: [String]
    package var scoring: ScoringRule { .exact }

    package init(_ configuration: MQARConfiguration) throws(TaskError) {
        try Self.demand((8...8_192).contains(configuration.symbols), "symbols", "has to be in 8...8192")
        let most = configuration.symbols / 2 - 1
        try Self.demand((1...most).contains(configuration.pairs), "pairs", "has to be in 1...\(most)")
        try Self.demand((0...1).contains(configuration.power), "power", "has to be in 0...1")
        self.configuration = configuration
        vocabulary = (0..<configuration.symbols).map { Self.text(of: $0) }
    }

    /// The task itself: a sequence is measured in symbols.
    package func measured(by tokenizer: any Tokenizer) -> MQARTask {
        self
    }

    package func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        try sample(.training, index, length: length, key: key)
    }

    package func evaluationSample(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        guard depth == nil else {
            throw .configuration(task: Self.name, key: "depths", reason: "must not be given: the pairs stand first")
        }
        return try sample(.evaluation, index, length: length, key: key)
    }

    /// The word of a symbol, with the space before it: two syllables.
    static func text(of symbol: Int) -> String {
        let syllables = [symbol / 100, symbol % 100].map { "\(consonants[$0 / 5])\(vowels[$0 % 5])" }
        return " " + syllables.joined()
    }

    private func sample(_ split: Split, _ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        let needed = 4 * configuration.pairs
        guard length >= needed else { throw .tooShort(task: Self.name, length: length, needed: needed) }
        guard length % 2 == 0 else {
            throw .configuration(task: Self.name, key: "lengths", reason: "has \(length), and has to be even")
        }
        let identity = SampleIdentity(
            task: Self.name, configuration: configuration, split: split, index: index, key: key)
        let sequence = MQARSequence(
            configuration, length: length, pairKey: identity.key.folding("pairs"),
            placeKey: identity.key.folding("places").folding(length))
        return sample(of: sequence, id: identity.id(length: length, depth: nil), group: identity.group)
    }

    private func sample(of sequence: MQARSequence, id: String, group: String) -> Sample {
        func text(_ range: Range<Int>) -> String {
            sequence.symbols[range].map { Self.text(of: $0) }.joined()
        }

        let order = sequence.queries.indices.sorted { sequence.queries[$0] < sequence.queries[$1] }
        var end = 2 * order.count
        let questions = order.map { pair in
            let row = sequence.queries[pair]
            defer { end = row + 1 }
            let value = Self.text(of: sequence.values[pair])
            return Question(
                lead: text(end..<row), query: "", cue: text(row..<row + 1), answers: [String(value.dropFirst())],
                target: value, isTargetFed: false)
        }
        let context = order.indices.map { pair in
            Passage(
                text: text(2 * pair..<2 * pair + 2),
                evidenceFor: order.indices.filter { order[$0] == pair })
        }
        return Sample(
            id: id, task: Self.name, context: context, questions: questions,
            ending: text(end..<sequence.symbols.count), length: sequence.symbols.count, group: group,
            chance: 1 / Double(order.count), maximumAnswerTokens: 1)
    }
}
