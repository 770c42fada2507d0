import Foundation
import SSMContext
import SSMText
import Testing

struct DataEncodingTests {
    static let tokenizer = try? WordTokenizer(words: [" red", " blue", " box", " jar", " holds", ".", "?", " rice"])

    static let sample = Sample(
        id: "toy@8", task: "toy",
        context: [
            Passage(text: " red box holds rice.", evidenceFor: [0]), Passage(text: " blue jar holds red."),
            Passage(text: " blue box holds blue.", evidenceFor: [1]),
        ],
        questions: [
            Question(query: " red box?", cue: " holds", answers: ["rice"], target: " rice"),
            Question(lead: ".", query: " blue box?", cue: " holds", answers: ["blue"], target: " blue"),
        ], length: 15, group: "toy", chance: 0.5, maximumAnswerTokens: 1, stop: ["."])

    private func words(_ ids: [Int32]) throws -> [String] {
        let tokenizer = try #require(Self.tokenizer)
        return ids.map { $0 < 0 ? "-" : tokenizer.decode([$0]) }
    }

    @Test func `each question is a prompt of its own`() {
        let prompts = Self.sample.prompts
        #expect(prompts.map(\.id) == ["toy@8#0", "toy@8#1"])
        #expect(prompts.map(\.contextID) == ["toy@8", "toy@8"])
        #expect(prompts[1].text == Self.sample.contextText + ". blue box? holds")
        #expect(prompts[1].limits == AnswerLimits(maximumTokens: 1, stop: ["."]))
    }

    @Test func `a training example has the context and all questions with their targets`() {
        let example = Self.sample.trainingExample
        #expect(example.text == Self.sample.contextText + " red box? holds rice. blue box? holds blue")
        #expect(example.pieces.map(\.isEvidence).prefix(3) == [true, false, true])
        #expect(example.pieces.filter { $0.role == .target }.map(\.text) == [" rice", " blue"])
    }

    @Test func `a query can stand first`() throws {
        var sample = Self.sample
        sample.isQueryFirst = true
        sample.questions.removeLast()
        #expect(sample.trainingExample.text == " red box?" + sample.contextText + " holds rice")
        let prompt = sample.prompts[0]
        #expect(prompt.text == " red box?" + sample.contextText + " holds")
        let encoded = try prompt.encoded(with: try #require(Self.tokenizer))
        #expect(encoded.contextRows == 0)
        #expect(encoded.evidence.firstIndex(of: true) == 3)
    }

    @Test func `targets are the next tokens`() throws {
        let encoded = try Self.sample.trainingExample.encoded(with: try #require(Self.tokenizer))
        #expect(encoded.targets.dropLast().elementsEqual(encoded.tokens.dropFirst()))
        #expect(encoded.targets.last == -1)
        let answers = encoded.isTarget.indices.filter { encoded.isTarget[$0] }
        #expect(try words(answers.map { encoded.tokens[$0] }) == [" holds", " holds"])
        #expect(try words(answers.map { encoded.targets[$0] }) == [" rice", " blue"])
        let evidence = encoded.evidence.indices.filter { encoded.evidence[$0] }
        #expect(evidence == Array(0..<5) + Array(10..<15))
        #expect(encoded.tokens.count == 15 + 5 + 1 + 5)
    }

    @Test func `a prompt marks the evidence of its own question`() throws {
        let prompts = Self.sample.prompts
        let encoded = try prompts[0].encoded(with: try #require(Self.tokenizer))
        #expect(encoded.contextRows == 15)
        #expect(encoded.tokens.count == 19)
        #expect(encoded.evidence == (0..<19).map { $0 < 5 })
    }

    @Test func `a target that is not fed is the label of its cue`() throws {
        let tokenizer = try #require(Self.tokenizer)
        var sample = Self.sample
        sample.questions = [
            Question(query: "", cue: " red", answers: ["rice"], target: " rice", isTargetFed: false),
            Question(lead: " jar", query: "", cue: " blue", answers: ["blue"], target: " blue", isTargetFed: false),
        ]
        sample.ending = " jar."
        let example = sample.trainingExample
        #expect(example.text == sample.contextText + " red jar blue jar.")
        let encoded = try example.encoded(with: tokenizer)
        #expect(try words(Array(encoded.tokens.dropFirst(15))) == [" red", " jar", " blue", " jar", "."])
        #expect(try words(Array(encoded.targets.dropFirst(15))) == [" rice", " blue", " blue", ".", "-"])
        #expect(Array(encoded.isTarget.dropFirst(15)) == [true, false, true, false, false])
        #expect(sample.prompts[1].text == sample.contextText + " red jar blue")

        sample.questions[0].target = " rice."
        #expect(throws: TokenizerError.notOneToken(text: " rice.", count: 2)) {
            try sample.trainingExample.encoded(with: tokenizer)
        }
    }

    @Test func `an empty example has no rows`() throws {
        let encoded = try TrainingExample(id: "", pieces: []).encoded(with: try #require(Self.tokenizer))
        #expect(encoded.tokens.isEmpty && encoded.targets.isEmpty && encoded.isTarget.isEmpty)
    }

    @Test func `samples, prompts and examples survive JSON`() throws {
        func copy<Value: Codable>(_ value: Value) throws -> Value {
            try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
        }
        #expect(try copy(Self.sample) == Self.sample)
        #expect(try copy(Self.sample.prompts) == Self.sample.prompts)
        #expect(try copy(Self.sample.trainingExample) == Self.sample.trainingExample)
        let answer = Answer(
            promptID: "toy@8#0", text: "rice", tokens: [8], trace: [AnswerStep(kind: "note", text: "", tokens: [])],
            cost: AnswerCost(passes: 1, rows: 30, generatedTokens: 1, peakBytes: 9, seconds: 0.5))
        #expect(try copy(answer) == answer)
    }
}
