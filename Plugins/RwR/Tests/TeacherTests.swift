import Foundation
import RwR
import SSMContext
import SSMTeacher
import SSMTensor
import Synchronization
import Testing

/// Notes that a teacher gave, or that were made before.
@Suite struct TeacherTests {
    private let toy: Toy
    private let folder: URL

    init() throws {
        toy = try Toy()
        folder = FileManager.default.temporaryDirectory.appending(path: "rwr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A configuration that may ask nobody, so that all answers are those of the cache.
    private func configuration(_ cache: URL, _ more: String = "") throws -> RwRConfiguration {
        let json = """
            {
                "teacher": {
                    "endpoint": {"url": "http://127.0.0.1:9/v1"}, "model": "m", "cache": "\(cache.path)",
                    "cache-only": true
                },
                "texts": {"cue": "\\nNote:"}, "training": {"empty": 0}\(more)
            }
            """
        return try JSONDecoder().decode(RwRConfiguration.self, from: Data(json.utf8))
    }

    private func request(_ text: String) throws -> TeacherRequest {
        TeacherRequest(model: "m", messages: [TeacherMessage(.user, text)], options: try TeacherOptions())
    }

    /// What is asked about each question of a sample.
    private func requests(_ sample: Sample) throws -> [TeacherRequest] {
        try sample.questions.map { try request(sample.contextText + $0.query + "\nNote:") }
    }

    private func prepared(
        _ sample: Sample, _ configuration: RwRConfiguration
    ) async throws -> (examples: [String], records: [PreparationRecord]) {
        let records = Mutex<[PreparationRecord]>([])
        let examples = try await StrategyRuntime.prepare(
            [sample], through: StrategyStack([try RwR(configuration)]),
            in: DataContext(tokenizer: toy.tokenizer, key: RandomKey(seed: 1)) { record in
                records.withLock { $0.append(record) }
            })
        return (examples.map(Toy.shown), records.withLock { $0.sorted { $0.id < $1.id } })
    }

    @Test func `notes of a teacher are kept if they have the answer, and rejects are told`() async throws {
        let file = folder.appending(path: "cache")
        let sample = toy.sample()
        let requests = try requests(sample)
        do {
            let cache = try AnswerCache(file)
            let notes = [" The cat is RED.\n", "the dog is now green.", "Empty "]
            for (request, note) in zip(requests, notes) {
                try cache.keep(TeacherAnswer(text: note, ending: .finished), to: request)
            }
        }
        let (examples, records) = try await prepared(sample, configuration(file))
        #expect(
            examples == [
                sample.contextText + "\n what is the cat?\nNote:[ The cat is RED.][<|answer|>][ red.]"
                    + "\n what is the dog?\nNote:[ the dog is now green.][<|answer|>][ green.]"
                    + "\n what was told?\nNote:[ empty][<|answer|>][ unknown.]"
            ])
        #expect(records.map(\.outcome) == ["valid", "valid", "empty"])
        #expect(records.map(\.id) == ["toy#0", "toy#1", "toy#2"])
        #expect(records.map(\.source) == Array(repeating: "endpoint:m", count: 3))
        #expect(records[1].answers == ["green"])
        let verdicts = try AnswerCache(file).verdicts(on: requests[1])
        #expect(verdicts.map(\.sample) == ["toy#1"])
        #expect(verdicts.map(\.verdict.outcome) == [.accepted])
    }

    @Test func `a note that does not lead to the answer, or is cut off, is left out`() async throws {
        let file = folder.appending(path: "cache")
        let sample = toy.sample()
        let requests = try requests(sample)
        do {
            let cache = try AnswerCache(file)
            try cache.keep(TeacherAnswer(text: "the cat is blue", ending: .finished), to: requests[0])
            try cache.keep(TeacherAnswer(text: "the dog is green and", ending: .length), to: requests[1])
            try cache.keep(TeacherAnswer(text: "it is unknown", ending: .finished), to: requests[2])
        }
        #expect(
            try await prepared(
                sample, RwRConfiguration(training: NoteTraining(empty: 0), texts: Toy.texts)
            ).records.map(\.outcome) == ["valid", "valid", "empty"])
        let (examples, records) = try await prepared(sample, configuration(file))
        #expect(records.map(\.outcome) == ["rejected", "failed", "valid"])
        #expect(records[0].reason == "contains: the note has none of the answers: 'red'")
        #expect(records[1].reason.contains("maximum-tokens"))
        #expect(
            examples == [sample.contextText + "\n what was told?\nNote:[ it is unknown][<|answer|>][ unknown.]"])
        let all = try await prepared(sample, configuration(file, #", "verifier": "none""#))
        #expect(all.records.map(\.outcome) == ["valid", "failed", "valid"])
    }

    @Test func `an answer that is not in the cache is an error that says so`() async throws {
        let configuration = try configuration(folder.appending(path: "cache"))
        let error = await #expect(throws: TeacherError.self) { try await prepared(toy.sample(), configuration) }
        #expect(try #require(error).description.contains("only answers of the cache"))
    }

    @Test func `evidence that is taken out can be found by the answer`() async throws {
        let file = folder.appending(path: "cache")
        var sample = toy.sample()
        sample.questions.removeLast()
        for index in sample.context.indices { sample.context[index].evidenceFor = [] }
        for index in sample.questions.indices { sample.questions[index].notes = [] }
        var configuration = try configuration(file, #", "locator": "contains""#)
        configuration.training.empty = 1
        // "red" is said of the cat and of the dog.
        let (examples, records) = try await prepared(sample, configuration)
        #expect(
            examples == [
                " the cow is blue.\n what is the cat?\nNote:[ empty][<|answer|>]"
                    + "\n what is the dog?\nNote:[ empty][<|answer|>]"
            ])
        #expect(records.map(\.outcome) == ["empty", "empty"])
        #expect(records.map(\.removed) == [[0, 2], [3]])
    }

    @Test func `records can be read again in the place of a teacher`() async throws {
        let sample = toy.sample()
        let training = NoteTraining(empty: 0.5)
        var seen: Set<Int> = []
        for seed in 0..<12 {
            var texts = Toy.texts
            texts.cue = "\nNote\(seed % 2 == 0 ? ":" : "::")"
            let oracle = RwRConfiguration(training: training, texts: texts)
            var moved = sample
            moved.id = "toy-\(seed)"
            let made = try await prepared(moved, oracle)
            let lines = try made.records.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
            let file = folder.appending(path: "records-\(seed).jsonl")
            try Data((lines.joined(separator: "\n") + "\n\n").utf8).write(to: file)
            let again = RwRConfiguration(
                training: NoteTraining(empty: 0), texts: texts, teacher: .notes(file.path))
            #expect(try await prepared(moved, again).examples == made.examples)
            seen.insert(made.records.count { $0.removed != nil })
        }
        #expect(seen.count > 1)
    }

    @Test func `records of another question are not used`() async throws {
        let file = folder.appending(path: "notes.jsonl")
        try Data(#"{"id": "toy#0", "text": "cat red.", "query": "who?", "removed": [0]}"#.utf8).write(to: file)
        let configuration = RwRConfiguration(texts: Toy.texts, teacher: .notes(file.path))
        let (examples, records) = try await prepared(toy.sample(), configuration)
        #expect(examples.isEmpty)
        #expect(records[0].outcome == "failed" && records[0].reason.contains("another question, 'who?'"))
    }

    @Test func `notes made elsewhere need an id and a text`() async throws {
        let file = folder.appending(path: "notes.jsonl")
        let sample = toy.sample()
        let configuration = RwRConfiguration(
            training: NoteTraining(empty: 0), texts: Toy.texts, teacher: .notes(file.path))
        try Data(#"{"id": "toy#1", "text": "dog green."}"#.utf8).write(to: file)
        let (examples, records) = try await prepared(sample, configuration)
        #expect(
            examples == [sample.contextText + "\n what is the dog?\nNote:[ dog green.][<|answer|>][ green.]"])
        #expect(records.map(\.outcome) == ["failed", "valid", "failed"])
        #expect(records[0].reason.contains("has no note on toy#0"))

        for (text, message) in [("{\"id\": 3}", "line 1"), ("", "has no notes")] {
            try Data(text.utf8).write(to: file)
            let error = await #expect(throws: StrategyError.self) { try await prepared(sample, configuration) }
            #expect(try #require(error).description.contains(message))
        }
        try FileManager.default.removeItem(at: file)
        let error = await #expect(throws: StrategyError.self) { try await prepared(sample, configuration) }
        #expect(try #require(error).description.contains("cannot be read"))
    }
}
