import Foundation
import SSMContext
import SSMLabKit
import Testing

@Suite struct PrepareTests {
    @Test func `samples become examples that a person can read`() async throws {
        let folder = try TemporaryFolder()
        let samples = await InProcess("tasks", "--samples", "passkey", "--length", "96", "--count", "3")
        #expect(samples.status == .success)
        #expect(samples.output.split(separator: "\n").count == 3)
        let input = try folder.file("samples.jsonl", samples.output)
        let output = folder.path("examples.jsonl")
        let run = await InProcess("prepare", "--strategy", "decimamba", input, output)
        #expect(run.status == .success)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let decoder = JSONDecoder()
        let found = try lines.map { try decoder.decode(TrainingExample.self, from: Data($0.utf8)) }
        let made = try samples.output.split(separator: "\n").map {
            try decoder.decode(Sample.self, from: Data($0.utf8)).trainingExample
        }
        #expect(found == made)  // DeciMamba leaves training examples alone
    }

    @Test func `notes are told with their outcomes, and rejects are kept`() async throws {
        let folder = try TemporaryFolder()
        let samples = await InProcess("tasks", "--samples", "conversations", "--length", "384", "--count", "40")
        let input = try folder.file("samples.jsonl", samples.output)
        let run = await InProcess(
            "prepare", "--strategy", "rwr:{training: {empty: 0.5}}", input, folder.path("notes.jsonl"))
        #expect(run.status == .success, "\(run.notes)")
        let records = try JSONLines.decoded(PreparationRecord.self, folder.path("notes.records.jsonl"))
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: folder.path("notes.manifest.json"))))
        #expect(manifest.samples == 40)
        #expect(manifest.outcomes["valid", default: 0] > 10)
        #expect(manifest.outcomes["empty", default: 0] > 10)
        #expect(manifest.outcomes.values.reduce(0, +) == records.count)
        #expect(run.notes.contains("\(manifest.outcomes["valid", default: 0]) valid"))
        let examples = try JSONLines.decoded(TrainingExample.self, folder.path("notes.jsonl"))
        #expect(examples.count == manifest.examples)
        for record in records where record.outcome == "valid" {
            let sample = record.id.prefix { $0 != "#" }
            #expect(examples.contains { $0.id == sample && $0.pieces.contains { $0.text == record.text } })
        }
    }

    @Test func `a local model can be the teacher, and is asked once for each note`() async throws {
        let folder = try TemporaryFolder()
        let fixture = try GenerationFixture()
        let sample = Sample(
            id: "s", task: "t", context: [Passage(text: " ab cd ef")],
            questions: [Question(query: " gh", cue: "", answers: ["ij"], target: " ij")], length: 8, group: "s",
            chance: 0, maximumAnswerTokens: 3)
        let input = try folder.file(
            "samples.jsonl", String(decoding: try JSONEncoder().encode(sample), as: UTF8.self) + "\n")
        let cache = folder.path("cache")
        func spec(_ more: String) -> String {
            "rwr:{teacher: {checkpoint: \(fixture.model), cache: \(cache), options: {maximum-tokens: 4}"
                + "\(more)}, verifier: none, training: {empty: 0}, texts: {cue: \" jj\"}}"
        }
        for more in ["", ", cache-only: true"] {
            let run = await InProcess("prepare", "--strategy", spec(more), input, folder.path("notes.jsonl"))
            #expect(run.status == .success, "\(run.notes)")
            let records = try JSONLines.decoded(PreparationRecord.self, folder.path("notes.records.jsonl"))
            #expect(records.map(\.source) == ["checkpoint:\(fixture.model)"])
            let lines = try String(contentsOfFile: cache, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2)
        }
    }

    @Test func `files of LongMemEval and OpenOrca are read`() async throws {
        let folder = try TemporaryFolder()
        let background = "Article: " + (0..<200).map { "word\($0 % 7)" }.joined(separator: " ") + " the clerk paid."
        let rows = [
            ["id": "flan.1", "system_prompt": "", "question": "\(background)\nWho paid?", "response": "The clerk"],
            ["id": "flan.2", "system_prompt": "", "question": "Who paid?", "response": "The clerk"],
        ]
        let lines = try rows.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        let orca = try folder.file("orca.jsonl", lines.joined())
        let run = await InProcess("prepare", orca, folder.path("examples.jsonl"))
        #expect(run.status == .success, "\(run.notes)")
        #expect(run.notes.contains("1 of 2 rows have background context"), "\(run.notes)")
        let found = try JSONLines.decoded(TrainingExample.self, folder.path("examples.jsonl"))
        #expect(found.map(\.text) == ["\(background)\nWho paid?\nThe clerk"])

        let record = """
            [{"question_id": "q1", "question_type": "single-session-user", "question": "Which tea?", "answer": "mint",
            "question_date": "2023/05/30 (Tue) 23:40", "haystack_dates": ["2023/05/20 (Sat) 02:21"],
            "haystack_session_ids": ["answer_1"], "answer_session_ids": ["answer_1"],
            "haystack_sessions": [[{"role": "user", "content": "I like mint tea.", "has_answer": true}]]}]
            """
        let memory = try folder.file("longmemeval.json", record)
        let other = await InProcess(
            "prepare", "--strategy", "rwr:{training: {empty: 0}}", memory, folder.path("lme.jsonl"))
        #expect(other.status == .success, "\(other.notes)")
        let examples = try JSONLines.decoded(TrainingExample.self, folder.path("lme.jsonl"))
        #expect(examples[0].text.contains("I like mint tea."))
        #expect(examples[0].pieces.last?.text == " mint")
        #expect(examples[0].pieces.contains { $0.isEvidence && $0.text.contains("I like mint tea.") })
    }

    @Test(arguments: [[], ["--evaluation"]])
    func `conversations are written as LongMemEval and read again`(_ more: [String]) async throws {
        let folder = try TemporaryFolder()
        let arguments = ["--samples", "conversations", "--length", "400", "--count", "3"] + more
        let samples = await InProcess(command: "tasks", arguments)
        let records = await InProcess(command: "tasks", arguments + ["--longmemeval"])
        #expect(records.status == .success, "\(records.notes)")
        let made = try samples.output.split(separator: "\n").map {
            try JSONDecoder().decode(Sample.self, from: Data($0.utf8))
        }
        let found = try #require(
            try JSONSerialization.jsonObject(with: Data(records.output.utf8)) as? [[String: Any]])
        #expect(found.map { $0["answer"] as? String } == made.flatMap { $0.questions.map { $0.answers[0] } })
        #expect(made[0].id.contains("training") == more.isEmpty)

        let input = try folder.file("history.json", records.output)
        let run = await InProcess("prepare", "--strategy", "rwr:{training: {empty: 1}}", input, folder.path("o.jsonl"))
        #expect(run.status == .success, "\(run.notes)")
        #expect(run.notes.contains("\(found.count) empty"), "\(run.notes)")
    }

    @Test func `other tasks have no form in LongMemEval`() async {
        let run = await InProcess("tasks", "--samples", "passkey", "--longmemeval")
        #expect(run.status == .data)
        #expect(run.notes.contains("'passkey' cannot be written as LongMemEval"))
        #expect(await InProcess("tasks", "--longmemeval").status == .usage)
    }

    @Test func `samples are the same again for one seed and others for another`() async {
        let first = await InProcess("tasks", "--samples", "mqar", "--length", "64", "--seed", "5")
        let again = await InProcess("tasks", "--samples", "mqar:{}", "--length", "64", "--seed", "5")
        let other = await InProcess("tasks", "--samples", "mqar", "--length", "64", "--seed", "6")
        #expect(first.output == again.output)
        #expect(first.output != other.output)
    }

    @Test func `an output that is the input is refused, and the input is kept`() async throws {
        let folder = try TemporaryFolder()
        let samples = await InProcess("tasks", "--samples", "passkey", "--length", "96")
        let input = try folder.file("samples.jsonl", samples.output)
        let link = folder.path("link.jsonl")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: input)
        for output in [input, link, folder.path("../\(folder.url.lastPathComponent)/samples.jsonl")] {
            let run = await InProcess("prepare", input, output)
            #expect(run.status == .data)
            #expect(run.notes.contains("\(output): this is the input \(input)"), "\(run.notes)")
            #expect(try String(contentsOfFile: input, encoding: .utf8) == samples.output)
        }
    }

    @Test func `a damaged line is named`() async throws {
        let folder = try TemporaryFolder()
        let samples = await InProcess("tasks", "--samples", "passkey", "--length", "96")
        let input = try folder.file("samples.jsonl", samples.output + "\n{\"id\": 3}\n")
        let run = await InProcess("prepare", input, folder.path("o"))
        #expect(run.status == .data)
        #expect(run.notes.contains("samples.jsonl:3:"))
    }

    @Test(arguments: [
        ("decimambo", "no strategy 'decimambo'"), ("decimamba:{lyers: [1]}", "did you mean 'layers'"),
        ("decimamba:[1]", "NAME:{key: value}"), (":{}", "name is missing"), ("decimamba:{layers: [", "not YAML"),
        ("decimamba:{beta: 3}", "beta"), ("rwr:{verifier: contain}", "contains"),
        ("rwr:{teacher: nobody}", "not oracle"), ("rwr:{teacher: {checkpoint: m, cash: c}}", "cache"),
        ("rwr:{teacher: {endpoint: {url: nowhere}, model: m, cache: c}}", "url"),
    ])
    func `a strategy that cannot be read exits with 3`(_ text: String, _ message: String) async throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("samples.jsonl", "")
        let run = await InProcess("prepare", "--strategy", text, input, folder.path("o"))
        #expect(run.status == .configuration)
        #expect(run.notes.contains(message), "\(run.notes)")
    }

    @Test(arguments: ["nothing", "passkey:{form: none}", "passkey:{foo: 1}"])
    func `a task that cannot be read exits with 3`(_ text: String) async {
        let run = await InProcess("tasks", "--samples", text)
        #expect(run.status == .configuration)
    }
}

/// The keys of a manifest.
private struct Manifest: Decodable {
    let samples: Int
    let examples: Int
    let outcomes: [String: Int]
}

private enum JSONLines {
    /// The values of a file's lines.
    static func decoded<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> [Value] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(type, from: Data($0.utf8))
        }
    }
}
