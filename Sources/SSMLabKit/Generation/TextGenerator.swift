import SSMContext
import SSMModel
import SSMTensor
import SSMText
import SSMTrain

/// Generates text after one prompt, through a stack of strategies.
struct TextGenerator {
    private static let promptID = "prompt"

    private let runtime: StrategyRuntime
    private let tokenizer: any Tokenizer
    private let prompt: Prompt
    private let options: AnswerOptions
    /// Number of tokens of the prompt, special ones included.
    let promptTokens: Int

    /// A generator of what follows a prompt.
    ///
    /// An empty prompt begins from the token that begins texts, else the one that ends them, unless the tokenizer's
    /// post-processor puts something there anyway.
    ///
    /// - Throws: `ModelError` without a tokenizer that fits; `TokenizerError`; `InputError.emptyPrompt`.
    init(
        _ loaded: LoadedModel, runtime: StrategyRuntime, prompt text: String, limits: AnswerLimits,
        sampling: SamplingOptions, seed: UInt64
    ) throws {
        let tokenizer = try loaded.textTokenizer()
        var text = text
        if try text.isEmpty && tokenizer.encodeWithSpecialTokens("").isEmpty {
            text = try Self.beginning(with: tokenizer, loaded)
        }
        self.runtime = runtime
        self.tokenizer = tokenizer
        prompt = Prompt(
            id: Self.promptID, contextID: Self.promptID, context: [Passage(text: text)], query: "", cue: "",
            limits: limits)
        let ends = loaded.generation.endOfTextTokens
        options = AnswerOptions(
            key: RandomKey(seed: seed).folding("generate"), sampling: sampling,
            endTokens: ends.isEmpty ? nil : Set(ends), addsSpecialTokens: true)
        promptTokens = try prompt.encoded(with: tokenizer, addingSpecialTokens: true).tokens.count
    }

    /// Refuses a prompt for which there is too little memory.
    ///
    /// - Throws: `MemoryError` with the estimate and the bytes that there are.
    func checkMemory() throws(MemoryError) {
        try runtime.checkMemory(reading: promptTokens)
    }

    /// Reads the prompt and generates.
    func answer(meter: CostMeter, observer: any AnswerObserver, probe: any Probe) throws -> Answer {
        var (runtime, options) = (runtime, options)
        runtime.probes = ProbeSet([probe])
        options.observer = observer
        return try runtime.answer([prompt], with: tokenizer, options: options, meter: meter)[0]
    }

    /// A follower of the answer.
    func follower(
        interrupt: InterruptFlag, clock: TrainingClock, take: @escaping @Sendable (String) -> Void
    ) -> GenerationFollower {
        GenerationFollower(of: Self.promptID, interrupt: interrupt, clock: clock, take: take)
    }

    /// The text of the token that a text begins with.
    private static func beginning(with tokenizer: any Tokenizer, _ loaded: LoadedModel) throws -> String {
        let tokens = [loaded.generation.beginOfTextToken].compactMap(\.self) + loaded.generation.endOfTextTokens
        for token in tokens where token < tokenizer.vocabularySize {
            let text = tokenizer.decode([token])
            if try tokenizer.encode(text) == [token] { return text }
        }
        throw InputError.emptyPrompt(model: loaded.source.path)
    }
}
