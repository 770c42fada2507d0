import RwR
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import SSMText

/// A small world for tests of `RwR`: facts, questions about them, and a random model that knows the words.
struct Toy {
    let tokenizer: WordTokenizer
    let model: LanguageModel

    init() throws {
        let words = [
            "red", "green", "blue", "cat", "dog", "cow", "is", "the", "was", "now", "not", "told", "what", "empty",
            "unknown", "Note",
        ]
        tokenizer = try WordTokenizer(
            words: words.map { " " + $0 } + ["Note", "\n", ":", ".", "?", "<|answer|>"])
        model = try TinyModel.make(
            TinyModel.configuration(vocabularySize: tokenizer.vocabularySize),
            on: Device(workers: 1, poisoned: true))
    }

    /// Texts whose words the toy's tokenizer has.
    static let texts = NoteTexts(cue: "\nNote:")

    /// A context with three facts; the first question needs one piece of evidence, the second two, the third has none.
    func sample(_ id: String = "toy") -> Sample {
        let passages = [
            Passage(text: " the cat is red.", evidenceFor: [0]), Passage(text: " the cow is blue."),
            Passage(text: " the dog is red.", evidenceFor: [1]),
            Passage(text: " the dog is now green.", evidenceFor: [1]),
        ]
        let questions = [
            Question(
                query: "\n what is the cat?", cue: ":", answers: ["red"], target: " red.",
                notes: [EvidenceNote(passage: 0, text: "cat red.")]),
            Question(
                query: "\n what is the dog?", cue: ":", answers: ["green"], target: " green.",
                notes: [
                    EvidenceNote(passage: 2, text: "dog red."), EvidenceNote(passage: 3, text: "dog now green."),
                ]),
            Question(query: "\n what was told?", cue: ":", answers: ["unknown"], target: " unknown."),
        ]
        return Sample(
            id: id, task: "toy", context: passages, questions: questions, length: 24, group: id, chance: 0,
            maximumAnswerTokens: 3, stop: ["."])
    }

    /// What training examples are made of samples.
    func examples(_ samples: [Sample], _ configuration: RwRConfiguration, seed: UInt64 = 1) async throws -> [String] {
        try await prepared(samples, configuration, seed: seed).map(Self.shown)
    }

    /// Training examples of samples.
    func prepared(
        _ samples: [Sample], _ configuration: RwRConfiguration, seed: UInt64 = 1
    ) async throws -> [TrainingExample] {
        try await StrategyRuntime.prepare(
            samples, through: StrategyStack([try RwR(configuration)]),
            in: DataContext(tokenizer: tokenizer, key: RandomKey(seed: seed)))
    }

    /// An example as text, its targets in brackets.
    static func shown(_ example: TrainingExample) -> String {
        example.pieces.map { $0.role == .target ? "[\($0.text)]" : $0.text }.joined()
    }

    /// Answers to prompts, with a strategy or without.
    func answers(
        _ prompts: [Prompt], _ configuration: RwRConfiguration? = nil, ask: AskMode = .prompt
    ) throws -> [Answer] {
        let stack = StrategyStack(try configuration.map { [try RwR($0)] } ?? [])
        let runtime = try StrategyRuntime(model: model, stack: stack, parameters: ParameterTree())
        return try runtime.answer(
            prompts, with: tokenizer, options: AnswerOptions(ask: ask, key: RandomKey(seed: 4)), meter: CostMeter())
    }
}
