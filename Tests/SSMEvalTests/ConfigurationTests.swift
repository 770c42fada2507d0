import Foundation
import SSMContext
import SSMEval
import SSMText
import Testing

struct ConfigurationTests {
    /// Every key of every task, with a value that is not its default.
    static let keys = [
        ("passkey", "form", "\"landmark\""), ("passkey", "digits", "3"), ("passkey", "sentence-tokens", "5"),
        ("passkey", "filler", "{\"topics\": 3}"), ("passkey", "filler", "{\"sentences-per-topic\": 1}"),
        ("passkey", "filler", "{\"numbers\": 0.5}"), ("passkey", "filler", "{\"echoes\": 0.5}"),
        ("documents", "query-first", "false"), ("documents", "sentences", "2"), ("documents", "given-names", "20"),
        ("documents", "family-names", "20"), ("documents", "near-misses", "0.9"),
        ("documents", "filler", "{\"topics\": 3}"),
        ("keyed-recall", "density", "20"), ("keyed-recall", "facts", "40"), ("keyed-recall", "questions", "4"),
        ("keyed-recall", "values-per-key", "2"), ("keyed-recall", "near-misses", "0"),
        ("keyed-recall", "modifiers", "16"), ("keyed-recall", "objects", "16"),
        ("keyed-recall", "values", "\"numbers\""),
        ("keyed-recall", "value-words", "16"), ("keyed-recall", "phrasing", "\"question\""),
        ("keyed-recall", "filler", "{\"topics\": 3}"),
        ("conversations", "density", "12"), ("conversations", "questions", "1"),
        ("conversations", "types", "[\"multi-session\"]"), ("conversations", "abstention", "1"),
        ("conversations", "near-misses", "0"), ("conversations", "repeats", "1"),
        ("conversations", "corrections", "1"), ("conversations", "replies", "1"),
        ("conversations", "facts-per-session", "1"),
        ("conversations", "kinds", "1"), ("conversations", "choices", "8"), ("conversations", "values", "8"),
        ("conversations", "phrasings", "1"),
        ("conversations", "filler", "{\"topics\": 3}"),
        ("mqar", "symbols", "512"), ("mqar", "pairs", "8"), ("mqar", "power", "0.9"),
        ("mqar", "random-filler", "false"),
    ]

    private func sample(_ task: String, _ json: String) throws -> Sample {
        let each = TaskTests.Case(name: task, json: json, lengths: [], hasDepths: true)
        return try each.task().evaluationSample(3, length: 600, depth: nil, key: testKey)
    }

    @Test(arguments: keys)
    func `every key changes the sample`(_ task: String, _ key: String, _ value: String) throws {
        let standard = try sample(task, "{}")
        let changed = try sample(task, "{\"\(key)\": \(value)}")
        #expect(changed.trainingExample.pieces != standard.trainingExample.pieces)
        #expect(changed.id != standard.id, "samples of two settings must not share a name")
    }

    @Test func `digits change the values of keyed recall`() throws {
        let three = try sample("keyed-recall", #"{"values": "numbers"}"#)
        let five = try sample("keyed-recall", #"{"values": "numbers", "digits": 5}"#)
        #expect(three.questions.allSatisfy { $0.answers[0].count == 3 })
        #expect(five.questions.allSatisfy { $0.answers[0].count == 5 })
    }

    static let refused = [
        ("passkey", "digits", "1"), ("passkey", "digits", "10"), ("passkey", "sentence-tokens", "0"),
        ("passkey", "filler.topics", "0"), ("passkey", "filler.numbers", "-0.1"), ("passkey", "filler.echoes", "0.9"),
        ("passkey", "filler.sentences-per-topic", "0"), ("documents", "sentences", "6"),
        ("documents", "given-names", "3"), ("documents", "family-names", "49"), ("documents", "near-misses", "1.1"),
        ("keyed-recall", "density", "0"), ("keyed-recall", "density", "64"), ("keyed-recall", "facts", "15"),
        ("keyed-recall", "questions", "0"), ("keyed-recall", "values-per-key", "9"),
        ("keyed-recall", "times-asked", "0"), ("keyed-recall", "times-asked", "17"),
        ("keyed-recall", "near-misses", "-1"),
        ("keyed-recall", "modifiers", "33"), ("keyed-recall", "objects", "1"), ("keyed-recall", "value-words", "3"),
        ("keyed-recall", "digits", "1"), ("conversations", "density", "0"), ("conversations", "questions", "0"),
        ("conversations", "times-asked", "0"), ("conversations", "times-asked", "17"),
        ("conversations", "types", "[]"), ("conversations", "replies", "1.5"),
        ("conversations", "abstention", "1.1"), ("conversations", "near-misses", "9"),
        ("conversations", "repeats", "-1"), ("conversations", "corrections", "2"),
        ("conversations", "facts-per-session", "0"), ("conversations", "kinds", "0"),
        ("conversations", "choices", "3"), ("conversations", "values", "3"), ("conversations", "phrasings", "4"),
        ("mqar", "symbols", "7"),
        ("mqar", "pairs", "0"), ("mqar", "pairs", "4096"),
        ("mqar", "power", "2"),
    ]

    @Test(arguments: refused)
    func `a value out of range is an error that names its key`(_ task: String, _ key: String, _ value: String) {
        let parts = key.split(separator: ".")
        let json =
            parts.count == 2 ? "{\"\(parts[0])\": {\"\(parts[1])\": \(value)}}" : "{\"\(key)\": \(value)}"
        #expect {
            try TaskTests.Case(name: task, json: json, lengths: [], hasDepths: true).task()
        } throws: { error in
            guard case TaskError.configuration(task, key, _) = error else { return false }
            return true
        }
    }

    @Test func `density and facts exclude each other`() {
        #expect(throws: TaskError.self) { try sample("keyed-recall", #"{"density": 8, "facts": 16}"#) }
    }

    @Test(arguments: TaskTests.cases)
    func `a configuration survives JSON with its defaults filled in`(_ each: TaskTests.Case) throws {
        func check<Task: EvaluationTask>(_ task: Task) throws {
            let data = try JSONEncoder().encode(task.configuration)
            #expect(try JSONDecoder().decode(Task.Configuration.self, from: data) == task.configuration)
        }
        try check(try each.task())
    }

    @Test func `the small vocabulary is small and the standard one is not`() throws {
        let small = try PasskeyTask(
            {
                var each = PasskeyConfiguration()
                each.filler.topics = 1
                return each
            }())
        let standard = try PasskeyTask(PasskeyConfiguration())
        #expect(small.vocabulary.count < 160, "\(small.vocabulary.count)")
        #expect((240..<400).contains(standard.vocabulary.count), "\(standard.vocabulary.count)")
    }
}
