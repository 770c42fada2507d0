import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import SSMText
import Testing

/// How prompts are answered: greedily and by sampling, alone and in batches.
@Suite struct AnsweringTests {
    private let tokenizer: WordTokenizer
    private let runtime: StrategyRuntime

    init() throws {
        let letters = Array("abcdefghijklmnopqrstuvwxyz").map { " \($0)" }
        tokenizer = try WordTokenizer(words: letters + [".", "?", "<|note|>"])
        // Two rows of the model have no token.
        let configuration = TinyModel.configuration(vocabularySize: tokenizer.vocabularySize + 2)
        let model = try TinyModel.make(configuration, on: Device(workers: 1, poisoned: true))
        runtime = try StrategyRuntime(model: model, stack: StrategyStack(), parameters: ParameterTree())
    }

    private func prompt(_ id: String, _ text: String, tokens: Int = 12, stop: [String] = []) -> Prompt {
        Prompt(
            id: id, contextID: id, context: [Passage(text: text)], query: "", cue: "",
            limits: AnswerLimits(maximumTokens: tokens, stop: stop))
    }

    private var prompts: [Prompt] {
        [
            prompt("one", " a b c"), prompt("two", " z", tokens: 7), prompt("three", " q r s t u. v?"),
            prompt("none", " e", tokens: 0),
        ]
    }

    private func answers(_ prompts: [Prompt], _ change: (inout AnswerOptions) -> Void = { _ in }) throws -> [Answer] {
        var options = AnswerOptions(key: RandomKey(seed: 4))
        change(&options)
        return try runtime.answer(prompts, with: tokenizer, options: options, meter: CostMeter())
    }

    static let samplings: [SamplingOptions?] = [
        .greedy, try? SamplingOptions(temperature: 1.5, topK: 20, topP: 0.95, repetitionPenalty: 1.2),
    ]

    @Test(arguments: samplings)
    func `prompts in a batch are answered as each alone`(_ sampling: SamplingOptions?) throws {
        let sampling = try #require(sampling)
        let together = try answers(prompts) { $0.sampling = sampling }
        let alone = try prompts.flatMap { prompt in try answers([prompt]) { $0.sampling = sampling } }
        #expect(together.map(\.promptID) == prompts.map(\.id))
        #expect(together.map(\.tokens) == alone.map(\.tokens))
        #expect(together.map(\.text) == alone.map(\.text))
        #expect(together.map(\.ending) == alone.map(\.ending))
        #expect(Set(together.map(\.tokens)).count > 2)
        #expect(together[3].tokens.isEmpty && together[3].ending == .length)
    }

    @Test func `greedy tokens are the greatest logits of a pass over prompt and answer`() throws {
        let answer = try answers([prompts[0]])[0]
        var tokens = try tokenizer.encode(prompts[0].text)
        for token in answer.tokens {
            let request = ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(logits: .surviving))
            let result = try runtime.model.forward(request, meter: CostMeter())
            let logits = try #require(result.logits).values.rows((tokens.count - 1)..<tokens.count).values
            let known = logits.prefix(tokenizer.vocabularySize)
            #expect(Int(token) == known.firstIndex(of: known.max() ?? 0))
            tokens.append(token)
        }
        #expect(answer.tokens.count == 12 && answer.ending == .length)
    }

    @Test func `equal seeds give equal answers, other seeds and other prompts' names others`() throws {
        let sampling = try SamplingOptions(temperature: 2)
        func tokens(_ seed: UInt64, id: String = "one") throws -> [TokenID] {
            try answers([prompt(id, " a b c", tokens: 40)]) {
                $0.sampling = sampling
                $0.key = RandomKey(seed: seed)
                $0.endTokens = []
            }[0].tokens
        }
        #expect(try tokens(1) == tokens(1))
        #expect(try tokens(1) != tokens(2))
        #expect(try tokens(1) != tokens(1, id: "other"))
    }

    @Test func `questions about one context are sampled apart`() throws {
        let questions = ["first", "second"].map { id in
            Prompt(
                id: id, contextID: "shared", context: [Passage(text: " a b c")], query: " q", cue: " r",
                limits: AnswerLimits(maximumTokens: 30))
        }
        let sampling = try SamplingOptions(temperature: 2)
        let found = try answers(questions) {
            ($0.ask, $0.sampling, $0.endTokens) = (.afterReading, sampling, [])
        }
        #expect(found[0].tokens != found[1].tokens)
        let greedy = try answers(questions) { ($0.ask, $0.endTokens) = (.afterReading, []) }
        #expect(greedy[0].tokens == greedy[1].tokens)
    }

    @Test func `a repetition penalty knows the prompt and the output`() throws {
        let sampling = try SamplingOptions(repetitionPenalty: 1e6)
        // Such a penalty leaves positive logits nothing, so that what was seen comes only when nothing else is positive.
        let answer = try answers([prompt("one", " a b c", tokens: 8)]) {
            ($0.sampling, $0.endTokens) = (sampling, [])
        }[0]
        let seen = try tokenizer.encode(" a b c")
        #expect(Set(answer.tokens).count == 8)
        #expect(Set(answer.tokens).isDisjoint(with: seen))
    }

    @Test func `any of the end tokens ends an answer and is not part of it`() throws {
        let whole = try answers([prompts[0]])[0]
        let end = whole.tokens[5]
        let first = try #require(whole.tokens.firstIndex(of: end))
        let answer = try answers([prompts[0]]) { $0.endTokens = [end, 0] }[0]
        #expect(answer.tokens == Array(whole.tokens[..<first]))
        #expect(answer.ending == .endOfText)
    }

    @Test func `a stop string ends the text, also across tokens`() throws {
        let whole = try answers([prompts[0]])[0]
        let middle = tokenizer.decode(Array(whole.tokens[4...6]))
        let stop = String(middle.dropFirst().dropLast())
        let place = try #require(whole.text.range(of: stop))
        var cut = prompts[0]
        cut.limits.stop = ["never", stop]
        let observer = RecordingObserver()
        let answer = try answers([cut]) { $0.observer = observer }[0]
        #expect(answer.text == String(whole.text[..<place.lowerBound]))
        #expect(answer.ending == .stopString(stop))
        #expect(whole.tokens.starts(with: answer.tokens) && answer.tokens.count < whole.tokens.count)
        #expect(observer.texts["one"] == answer.text)
    }

    @Test func `an observer is told every token and the whole text`() throws {
        let observer = RecordingObserver()
        let found = try answers(prompts) { $0.observer = observer }
        for answer in found where !answer.tokens.isEmpty {
            #expect(observer.texts[answer.promptID] == answer.text)
            #expect(observer.tokens[answer.promptID] == answer.tokens)
        }
        #expect(found.map(\.tokens) == (try answers(prompts)).map(\.tokens))
    }

    @Test func `an observer can end the answers with what they have`() throws {
        let whole = try answers(prompts)
        let found = try answers(prompts) { $0.observer = RecordingObserver(stoppingAfter: 5) }
        for (answer, full) in zip(found, whole).prefix(3) {
            #expect(answer.tokens == Array(full.tokens.prefix(5)))
            #expect(answer.text == tokenizer.decode(answer.tokens))
            #expect(answer.ending == .interrupted)
        }
        #expect(found[3].ending == .length)
    }

    @Test func `rows without a token are never generated`() throws {
        // The rows beyond the tokenizer get the greatest logits of all.
        var parameters = runtime.model.parameters
        let name = "backbone.embeddings.weight"
        let table = try #require(parameters[name])
        let size = tokenizer.vocabularySize
        parameters[name] = .concatenating([
            table.rows(0..<size), (table.rows(size..<(size + 2)) * 1000),
        ])
        let model = try LanguageModel(runtime.model.configuration, parameters: parameters, on: runtime.model.device)
        let padded = try StrategyRuntime(model: model, stack: StrategyStack(), parameters: ParameterTree())
        let options = AnswerOptions(key: RandomKey(seed: 1), endTokens: [])
        let found = try padded.answer(prompts, with: tokenizer, options: options, meter: CostMeter())
        #expect(found[0].tokens.count == 12)
        #expect(found.allSatisfy { $0.tokens.allSatisfy { $0 < size } })
    }

    @Test func `weights that are no numbers are an error that names the prompt`() throws {
        var parameters = runtime.model.parameters
        let name = "backbone.norm_f.weight"
        parameters[name] = try #require(parameters[name]) * Float.nan
        let model = try LanguageModel(runtime.model.configuration, parameters: parameters, on: runtime.model.device)
        let broken = try StrategyRuntime(model: model, stack: StrategyStack(), parameters: ParameterTree())
        #expect(throws: SamplingError.notFinite(sequence: "one", step: 0, token: 0, value: "nan")) {
            try broken.answer(
                prompts, with: tokenizer, options: AnswerOptions(key: RandomKey(seed: 1)), meter: CostMeter())
        }
    }
}
