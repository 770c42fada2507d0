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
        ("decimamba:{beta: 3}", "beta"),
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
