import Foundation
import OPRM
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import SSMText
import Testing

@Suite struct OPRMTests {
    private let tokenizer: WordTokenizer
    private let model: LanguageModel

    init() throws {
        let letters = Array("abcdefghijklmnopqrstuvwxyz").map { " \($0)" }
        tokenizer = try WordTokenizer(words: letters + [".", "?"])
        model = try TinyModel.make(
            TinyModel.configuration(vocabularySize: tokenizer.vocabularySize),
            on: Device(workers: 1, poisoned: true))
    }

    private func prompt(_ id: String, _ passages: [String], isQueryFirst: Bool = false) -> Prompt {
        Prompt(
            id: id, contextID: id, context: passages.map { Passage(text: $0) }, query: " q", cue: "?",
            isQueryFirst: isQueryFirst, limits: AnswerLimits(maximumTokens: 5))
    }

    private var prompts: [Prompt] {
        [prompt("one", [" a b c.", " d e f.", " g h i."]), prompt("two", [" x y.", " z z z z z z."])]
    }

    private func answers(
        _ prompts: [Prompt], _ configuration: OPRMConfiguration?, ask: AskMode = .prompt
    ) throws -> [Answer] {
        let stack = StrategyStack(try configuration.map { [try OPRM($0)] } ?? [])
        let runtime = try StrategyRuntime(model: model, stack: stack, parameters: ParameterTree())
        return try runtime.answer(
            prompts, with: tokenizer, options: AnswerOptions(ask: ask, key: RandomKey(seed: 4)), meter: CostMeter())
    }

    /// Logits after a text.
    private func logits(after text: String) throws -> Tensor {
        let tokens = try tokenizer.encode(text)
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(logits: .at(RowNames([[Int32(tokens.count - 1)]]))))
        return try #require(try model.forward(request, meter: CostMeter()).logits).values
    }

    private func probabilities(after text: String) throws -> [Double] {
        let logits = try logits(after: text).withSpan { span in span.indices.map { exp(Double(span[$0])) } }
        let total = logits.reduce(0, +)
        return logits.map { $0 / total }
    }

    @Test(arguments: [SegmentChoice.entropy, .question], AskMode.allCases)
    func `with one segment it is the baseline`(_ choice: SegmentChoice, _ ask: AskMode) throws {
        let plain = try answers(prompts, nil)
        let single = try answers(prompts, OPRMConfiguration(segment: 100, choice: choice), ask: ask)
        #expect(single.map(\.tokens) == plain.map(\.tokens))
        #expect(single.map(\.ending) == plain.map(\.ending))
        #expect(single.map { $0.trace.count } == [2, 2])
    }

    @Test func `it answers from the segment whose first token has the least entropy`() throws {
        let answers = try answers(prompts, OPRMConfiguration(segment: 7))
        for (prompt, answer) in zip(prompts, answers) {
            let entropies = try prompt.context.map { passage in
                -(try probabilities(after: passage.text + " q?")).reduce(0) { $0 + $1 * log($1) }
            }
            let best = try #require(entropies.indices.min { entropies[$0] < entropies[$1] })
            var alone = prompt
            alone.context = [prompt.context[best]]
            #expect(answer.tokens == (try self.answers([alone], nil)[0].tokens))
            let segments = answer.trace.dropLast()
            #expect(segments.map(\.passages) == prompt.context.indices.map { $0..<$0 + 1 })
            #expect(segments.indices.filter { segments[$0].kind == "chosen segment" } == [best])
            for (segment, entropy) in zip(segments, entropies) {
                #expect(segment.text == String(format: "entropy %.3f nats", entropy))
                let tokens = try tokenizer.encode(prompt.context[segment.passages?.lowerBound ?? 0].text + " q?")
                #expect(segment.readTokens == tokens.count)
            }
        }
    }

    @Test func `it answers from the segment after which the question is most likely`() throws {
        let answers = try answers(prompts, OPRMConfiguration(segment: 7, choice: .question))
        for (prompt, answer) in zip(prompts, answers) {
            let ids = try tokenizer.encode(" q?").map(Int.init)
            let surprises = try prompt.context.map { passage in
                -log(try probabilities(after: passage.text)[ids[0]])
                    - log(try probabilities(after: passage.text + " q")[ids[1]])
            }
            let best = try #require(surprises.indices.min { surprises[$0] < surprises[$1] })
            var alone = prompt
            alone.context = [prompt.context[best]]
            #expect(answer.tokens == (try self.answers([alone], nil)[0].tokens))
            #expect(
                answer.trace.dropLast().map(\.text)
                    == surprises.map { String(format: "surprise of the question %.3f nats", $0) })
        }
    }

    @Test(arguments: [SegmentChoice.entropy, .question])
    func `segments whose answer begins with a text are left out, unless all do`(_ choice: SegmentChoice) throws {
        let prompt = prompts[0]
        let configuration = OPRMConfiguration(segment: 7, choice: choice)
        let first = try answers([prompt], configuration)[0]
        let discard = String(try #require(first.text.split(separator: " ").first))
        var filtered = configuration
        filtered.discard = discard
        let second = try answers([prompt], filtered)[0]
        let left = second.trace.dropLast().filter { !$0.text.hasSuffix("discarded") }
        #expect(left.count < 3)
        if left.isEmpty {
            #expect(second.tokens == first.tokens)
        } else {
            #expect(second.trace.contains { $0.kind == "chosen segment" && !$0.text.hasSuffix("discarded") })
            #expect(!second.text.hasPrefix(" " + discard))
        }
        var alone = prompt
        alone.context = [prompt.context[0]]
        let only = try answers([alone], nil)[0]
        filtered.discard = String(try #require(only.text.split(separator: " ").first))
        #expect(try answers([alone], filtered)[0].tokens == only.tokens)
    }

    @Test func `a question before the context has no likelihood after a segment`() throws {
        let first = prompt("first", [" a."], isQueryFirst: true)
        let error = #expect(throws: StrategyError.self) {
            try answers([first], OPRMConfiguration(choice: .question))
        }
        #expect(try #require(error).description.contains("choice: entropy"))
        #expect(try answers([first], OPRMConfiguration()).map(\.promptID) == ["first"])
        var silent = prompt("silent", [" a."])
        silent.query = ""
        silent.cue = ""
        #expect(throws: StrategyError.self) { try answers([silent], OPRMConfiguration(choice: .question)) }
    }

    @Test func `it keeps the contract`() async {
        await checkContract(
            OPRM.self,
            configurations: [
                OPRMConfiguration(segment: 10), OPRMConfiguration(segment: 12, choice: .question),
                OPRMConfiguration(segment: 12, discard: "red"),
            ])
    }

    @Test func `keys are read, have their defaults and are refused without sense`() throws {
        let decoder = JSONDecoder()
        #expect(try decoder.decode(OPRMConfiguration.self, from: Data("{}".utf8)) == OPRMConfiguration())
        let json = #"{"segment": 9, "choice": "question", "discard": "none"}"#
        #expect(
            try decoder.decode(OPRMConfiguration.self, from: Data(json.utf8))
                == OPRMConfiguration(segment: 9, choice: .question, discard: "none"))
        for (key, wrong) in [
            ("segment", OPRMConfiguration(segment: 0)), ("discard", OPRMConfiguration(discard: " ")),
        ] {
            let error = #expect(throws: StrategyError.self) { try OPRM(wrong) }
            #expect(try #require(error).description.contains("'\(key)'"))
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../defaults.yaml").standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["segment: 2000", "choice: entropy", "discard: null"])
    }
}
