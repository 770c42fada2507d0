import Foundation
import SSMContext
import SSMEval
import SSMExperiment
import SSMRecord
import SSMTrain
import Testing

/// Stages that train on a mixture of sources.
final class MixtureTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ssmlab-\(UUID().uuidString)")
    private var file: String { folder.path + "/examples.jsonl" }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(answer: 1)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Twenty examples of four of the task's symbols, the last of which answers with one of them.
    private func write(answer: Int) throws {
        var configuration = MQARConfiguration()
        configuration.symbols = 16
        let words = try MQARTask(configuration).vocabulary
        let lines = try (0..<20).map { index in
            let example = TrainingExample(
                id: "\(index)",
                pieces: [
                    .init(text: words[2] + words[3] + words[index % 8], role: .context),
                    .init(text: words[index == 19 ? answer : 1], role: .target),
                ])
            return String(decoding: try JSONEncoder().encode(example), as: UTF8.self)
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    }

    private func mixed(_ second: String) -> String {
        tinyText.replacing(
            "data: {task: mqar, length: 16, symbols: 16, pairs: 2}",
            with: "data: [{task: mqar, length: 16, symbols: 16, pairs: 2, share: 0.75}, \(second)]")
    }

    private var withFile: String { mixed("{prepared: \(file), held-out: 0.1, share: 0.25}") }

    @Test func `a resolved mixture reads as what it came from`() throws {
        for text in [mixed("{task: mqar, symbols: 16, length: 32, pairs: 3, share: 0.25}"), withFile] {
            let original = try experiment(text)
            #expect(try experiment(original.resolvedYAML()) == original)
            #expect(original.data?.isMixture == true && original.data?.setting == nil)
        }
        let read = try experiment(withFile)
        #expect(read.data?.length == 16 && read.evaluations[0].setting.task == "mqar")
        // A stage's own list takes the rest from the entry with its task, but not the share.
        let stage = try experiment(
            tinyText, overrides: ["train.base.data=[{share: 0.5}, {pairs: 3, length: 32, share: 0.5}]"])
        #expect(stage.stages[0].data?.sources.map(\.source.length) == [16, 32])
    }

    @Test func `what makes no sense is refused`() throws {
        func refusal(_ text: String) throws -> String {
            "\(try #require(throws: ConfigurationError.self) { try experiment(text) })"
        }
        let unfinished = mixed("{task: mqar, symbols: 16, length: 32, pairs: 3, share: 0.5}")
        #expect(try refusal(unfinished).contains("the shares add up to 1.25, not to 1"))
        #expect(try refusal(mixed("{prepared: a.jsonl, prepare: true, share: 0.25}")).contains("unknown key 'prepare'"))
        #expect(
            try refusal(mixed("{instructions: [{path: a, format: openorca}], share: 0.25}"))
                .contains("instructions need the tokenizer of a model"))
        let alone = tinyText.replacing(
            "data: {task: mqar, length: 16, symbols: 16, pairs: 2}", with: "data: {prepared: \(file)}"
        ).replacing("{lengths: [16, 64]", with: "{task: mqar, symbols: 16, pairs: 2, lengths: [16, 64]")
        #expect(try refusal(alone).contains("prepared examples alone need the tokenizer of a model"))
        let unheld = withFile.replacing("held-out: 0.1", with: "held-out: 0")
            .replacing("steps: 6,", with: "steps: 6, validate-every: 2,")
        #expect(try refusal(unheld).contains("validates, which needs 'held-out' above 0"))
    }

    @Test func `each arm trains on the same share of each source, counted`() async throws {
        let place = Workplace()
        let text = withFile.replacing(
            "newest: [{decimamba: {layers: [1], beta: 0.5}, during: answer}]", with: "doubled: [rwr]"
        ).replacing("steps: 6,", with: "steps: 6, with-strategy: true, validate-every: 6, log-every: 1,")
        var validated: [Int] = []
        _ = try await place.run(text) { event in
            if case .training(.validated(let report)) = event { validated.append(report.result.samples) }
            return false
        }
        #expect(validated == [64, 64])
        let stages = try place.names(in: "stages")
        let reports = try stages.map {
            try JSONFile.read(DataReport.self, from: place.output.appendingPathComponent("stages/\($0)/data.json"))
        }
        #expect(reports.count == 2 && reports[0].sources.map(\.name) == ["mqar", "prepared"])
        let taken = reports.map { $0.sources.compactMap(\.taken) }
        #expect(taken[0].map(\.examples) == taken[1].map(\.examples) && taken[0].count == 2)
        #expect(taken[0].allSatisfy { $0.examples > 0 })
        // Four tokens and the one that ends a text.
        #expect(taken[0][1].tokens == 5 * taken[0][1].examples)
        // Two are held out, and what has their prompts is in neither.
        let files = try #require(reports[0].sources[1].files)
        #expect(files.heldOut == 2 && files.training + files.heldOut + files.copies == 20 && files.copies > 0)
        let provenance = try JSONFile.read(
            Provenance.self, from: place.output.appendingPathComponent("provenance.json"))
        #expect(provenance.data?.keys.sorted() == [file])
        #expect(try place.dryRun(text).text().contains("prepared: 0.25 of the examples\n"))
    }

    @Test func `training that is stopped goes on to the same bits`() async throws {
        let (whole, place) = (Workplace(), Workplace())
        _ = try await whole.run(withFile)
        await #expect(throws: RunError.self) {
            try await place.run(withFile) { event in
                if case .training(.step(let report)) = event { return report.step == 3 }
                return false
            }
        }
        _ = try await place.run(withFile, isResuming: true)
        #expect(try place.weights(withFile) == whole.weights(withFile))
    }

    @Test func `shares and the content of files enter the identity of a stage`() throws {
        let place = Workplace()
        func identity(_ text: String) throws -> ContentHash { try place.materials(text).plan.stages[0].identity }
        let first = try identity(withFile)
        #expect(try identity(withFile) == first)
        let shares = withFile.replacing("share: 0.75", with: "share: 0.5").replacing("share: 0.25", with: "share: 0.5")
        #expect(try identity(shares) != first)
        try write(answer: 2)
        #expect(try identity(withFile) != first)
    }
}
