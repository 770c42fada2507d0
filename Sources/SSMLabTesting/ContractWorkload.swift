import SSMContext
import SSMModel
import SSMTensor
import SSMText

/// What the contract suite runs: short sequences of different lengths, prompts and samples over a few words.
struct ContractWorkload {
    let tokenizer: WordTokenizer
    let sequences: [[TokenID]]
    let evidence: [[Int32]]
    /// Positions of each sequence that must stay, besides its last.
    let protected: [[Int32]]
    let samples: [Sample]

    private static let words = [
        "red", "green", "blue", "pink", "one", "two", "three", "four", "five", "is", "the", "key", "and", "then",
    ]

    /// A workload.
    ///
    /// - Parameter texts: what the strategies write, so that it has tokens.
    init(texts: [String]) throws {
        let words = ContractWorkload.words.map { " " + $0 } + ["?", ".", ":"]
        tokenizer = try WordTokenizer(words: words + WordTokenizer.vocabulary(of: texts))
        let key = RandomKey(seed: 11)
        let size = tokenizer.vocabularySize
        sequences = [1, 40, 2, 67, 9].enumerated().map { index, length in
            TinyModel.tokens(length, vocabularySize: size, key: key.folding(index))
        }
        evidence = sequences.map { $0.count > 4 ? [1, 2] : [] }
        protected = sequences.map { $0.count > 8 ? [0, Int32($0.count / 2)] : [] }
        samples = [0, 6, 14].map { ContractWorkload.sample($0, key: key.folding("samples")) }
    }

    /// What is known of some sequences.
    func infos(_ indices: [Int]) -> [SequenceInfo] {
        let all = TinyModel.prompts(sequences, evidence: evidence)
        return indices.map { all[$0] }
    }

    /// Training examples as one packed batch.
    func batch(of examples: [TrainingExample]) throws -> LearningBatch {
        let encoded = try examples.map { try $0.encoded(with: tokenizer) }
        let isTarget = encoded.flatMap(\.isTarget)
        return LearningBatch(
            tokens: encoded.flatMap(\.tokens), layout: SequenceLayout(lengths: encoded.map(\.tokens.count)),
            targets: encoded.flatMap(\.targets), weights: isTarget.map { $0 ? 1 : 0.3 }, isTarget: isTarget,
            isProtected: encoded.flatMap(\.isProtected), evidence: encoded.flatMap(\.evidence),
            ids: encoded.map(\.id), keys: encoded.map { RandomKey(seed: 5).folding($0.id) })
    }

    /// A few sentences with two questions about them.
    private static func sample(_ filler: Int, key: RandomKey) -> Sample {
        var generator = key.folding(filler).generator
        let noise = (0..<filler).map { _ in
            Passage(text: " \(words[generator.below(words.count)]) and \(words[generator.below(words.count)]).")
        }
        let facts = [
            Passage(text: " the red key is four.", evidenceFor: [0]),
            Passage(text: " the blue key is two.", evidenceFor: [1]),
        ]
        func question(_ colour: String, _ value: String) -> Question {
            Question(query: " the \(colour) key?", cue: ":", answers: [" \(value)"], target: " \(value).")
        }
        return Sample(
            id: "tiny-\(filler)", task: "tiny", context: [facts[0]] + noise + [facts[1]],
            questions: [question("red", "four"), question("blue", "two")], length: 5 * filler + 12,
            group: "tiny-\(filler)", chance: 0, maximumAnswerTokens: 3, stop: ["."])
    }
}
