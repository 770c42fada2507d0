import Foundation
import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

/// What holds for every task.
struct TaskTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let json: String
        let lengths: [Int]
        let hasDepths: Bool

        var testDescription: String { "\(name) \(json)" }

        func task() throws -> any EvaluationTask {
            let entry = try TaskCatalog.standard.entry(named: name)
            return try JSONDecoder().decode(Described.self, from: Data(json.utf8), configuration: entry).task
        }
    }

    /// Any task, from JSON.
    private struct Described: DecodableWithConfiguration {
        let task: any EvaluationTask

        init(from decoder: any Decoder, configuration: TaskCatalog.Entry) throws {
            task = try configuration.task(from: decoder)
        }
    }

    static let cases = [
        Case(name: "passkey", json: "{}", lengths: [60, 101, 256, 2_048], hasDepths: true),
        Case(name: "passkey", json: #"{"digits": 2, "filler": {"topics": 1}}"#, lengths: [64, 500], hasDepths: true),
        Case(name: "passkey", json: #"{"form": "landmark"}"#, lengths: [60, 256, 2_000], hasDepths: true),
        Case(name: "documents", json: "{}", lengths: [200, 512, 2_048], hasDepths: true),
        Case(
            name: "documents", json: #"{"query-first": false, "sentences": 1}"#, lengths: [100, 512], hasDepths: true),
        Case(name: "keyed-recall", json: "{}", lengths: [256, 777, 2_048], hasDepths: true),
        Case(
            name: "keyed-recall", json: #"{"facts": 20, "values": "numbers", "phrasing": "question"}"#,
            lengths: [300, 1_000], hasDepths: true),
        Case(
            name: "keyed-recall", json: #"{"questions": 3, "values-per-key": 3, "density": 24}"#,
            lengths: [256, 1_024],
            hasDepths: true),
        Case(name: "conversations", json: "{}", lengths: [256, 777, 2_048], hasDepths: true),
        Case(
            name: "conversations", json: #"{"questions": 5, "abstention": 0.5, "kinds": 2, "choices": 16}"#,
            lengths: [512, 1_024], hasDepths: true),
        Case(name: "mqar", json: #"{"pairs": 8, "symbols": 64}"#, lengths: [32, 128], hasDepths: false),
    ]

    static let depths = [0, 0.25, 0.5, 0.75, 1]

    @Test(arguments: cases)
    func `contexts have exactly the length asked for and decode to themselves`(_ each: Case) throws {
        let task = try each.task()
        let tokenizer = try task.words
        var samples = try task.samples(each.lengths, depths: each.hasDepths ? Self.depths : [])
        for length in each.lengths {
            for index in 0..<5 { samples.append(try task.trainingSample(index, length: length, key: testKey)) }
        }
        for sample in samples {
            let text = sample.trainingExample.text
            let ids = try tokenizer.encode(text)
            #expect(tokenizer.decode(ids) == text)
            // A sequence of the recall task is measured whole: its pairs alone are its context.
            let rows = task is MQARTask ? ids.count : try sample.contextTokens(tokenizer).count
            #expect(rows == sample.length, "\(sample.id)")
        }
        #expect(Set(samples.map(\.id)).count == samples.count)
    }

    // A density counts facts by tokens, and bytes are many tokens: then the facts alone are too long.
    @Test(arguments: cases.filter { $0.hasDepths && ($0.name != "keyed-recall" || $0.json.contains("facts")) })
    func `lengths can be measured by another tokenizer`(_ each: Case) throws {
        let task = try each.task()
        let measured = task.measured(by: ByteTokenizer())
        for length in each.lengths.map({ $0 * 6 }) {
            let sample = try measured.evaluationSample(0, length: length, depth: 0.5, key: testKey)
            #expect(sample.contextText.utf8.count == length)
            // The same world as ever: only the amount of text differs.
            let own = try task.evaluationSample(0, length: each.lengths[0], depth: 0.5, key: testKey)
            #expect(sample.questions.map(\.answers).first == own.questions.map(\.answers).first)
        }
    }

    @Test(arguments: cases)
    func `encoding piece by piece is encoding the whole text`(_ each: Case) throws {
        let task = try each.task()
        let tokenizer = try task.words
        for sample in try task.samples(each.lengths) {
            let example = sample.trainingExample
            #expect(try example.encoded(with: tokenizer).tokens == tokenizer.encode(example.text))
            for prompt in sample.prompts {
                #expect(try prompt.encoded(with: tokenizer).tokens == tokenizer.encode(prompt.text))
            }
        }
    }

    @Test(arguments: cases)
    func `a sample made alone is the sample made with others`(_ each: Case) throws {
        let length = each.lengths[1]
        let many = try each.task().samples(each.lengths, count: 6)
        let alone = try each.task().evaluationSample(5, length: length, depth: nil, key: testKey)
        #expect(many.filter { $0.length == length }.last == alone)
        let other = try each.task().evaluationSample(5, length: length, depth: nil, key: RandomKey(seed: 2))
        #expect(other.id != alone.id && other.contextText != alone.contextText)
        let training = try each.task().trainingSample(5, length: length, key: testKey)
        #expect(training.id != alone.id && training.contextText != alone.contextText)
    }

    @Test(arguments: cases)
    func `groups have the same questions at all lengths and depths`(_ each: Case) throws {
        let samples = try each.task().samples(each.lengths, depths: each.hasDepths ? [0, 0.5, 1] : [])
        for (_, group) in Dictionary(grouping: samples, by: \.group) {
            #expect(group.count == each.lengths.count * (each.hasDepths ? 3 : 1))
            let answers = Set(group.map { $0.questions.map { Set($0.answers) } })
            if each.name == "mqar" {
                #expect(Set(group.map { Set($0.questions.map(\.answers)) }).count == 1)
            } else {
                #expect(answers.count == 1)
                #expect(Set(group.map { $0.questions.map { $0.query + $0.cue } }).count == 1)
            }
        }
    }

    // Conversations combine what their evidence says; their own tests read it.
    @Test(arguments: cases.filter { $0.name != "conversations" })
    func `the evidence has the answers, and nothing else is marked`(_ each: Case) throws {
        for sample in try each.task().samples(each.lengths) {
            for (index, question) in sample.questions.enumerated() {
                let evidence = sample.evidenceText(for: index)
                for answer in question.answers { #expect(evidence.contains(answer)) }
            }
            let marked = Set(sample.context.flatMap(\.evidenceFor))
            #expect(marked == Set(sample.questions.indices))
        }
    }

    @Test(arguments: cases)
    func `the target is what scores, and an answer of the context's other evidence is not`(_ each: Case) throws {
        let task = try each.task()
        for sample in try task.samples(each.lengths) {
            for question in sample.questions {
                let score = task.scoring.score(question.target, accepted: question.answers, stop: sample.stop)
                #expect(score == Score(isRight: true, isParsed: true))
                let wrong = task.scoring.score("", accepted: question.answers, stop: sample.stop)
                #expect(wrong == Score(isRight: false, isParsed: false))
                let tokens = try task.words.encode(question.target).count
                #expect(tokens <= sample.maximumAnswerTokens)
            }
            #expect(sample.chance > 0 && sample.chance < 1)
        }
    }

    @Test(arguments: cases)
    func `a context that is too short is an error that says how long it must be`(_ each: Case) throws {
        let task = try each.task()
        #expect {
            try task.evaluationSample(0, length: 2, depth: nil, key: testKey)
        } throws: { error in
            guard case TaskError.tooShort(each.name, length: 2, let needed) = error else { return false }
            return needed > 2
        }
        #expect(throws: TaskError.self) { try task.trainingSample(0, length: 2, key: testKey) }
    }

    @Test(arguments: cases.filter(\.hasDepths))
    func `a depth outside 0 to 1 is an error`(_ each: Case) throws {
        let task = try each.task()
        #expect(throws: TaskError.depth(task: each.name, depth: 1.5)) {
            try task.evaluationSample(0, length: 512, depth: 1.5, key: testKey)
        }
    }

    @Test func `an unknown task is an error that lists the tasks`() {
        #expect(
            throws: TaskError.unknownTask(
                "passkeys", known: ["passkey", "documents", "keyed-recall", "mqar", "conversations", "longmemeval"])
        ) { try TaskCatalog.standard.entry(named: "passkeys") }
    }
}
