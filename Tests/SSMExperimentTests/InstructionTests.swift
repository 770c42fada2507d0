import Foundation
import SSMEval
import SSMExperiment
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor
import SSMText
import SSMTrain
import Testing

/// Experiments that train a checkpoint on files of instructions.
final class InstructionTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ssmlab-\(UUID().uuidString)")
    private let words = (0..<10).map(String.init)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var configuration = MQARConfiguration()
        configuration.symbols = 16
        let task = try MQARTask(configuration)
        let tokenizer = try WordTokenizer(words: words + task.vocabulary)
        let model = try LanguageModel(
            randomly: ModelConfiguration(vocabularySize: tokenizer.vocabularySize, width: 8, layers: 2, state: 4),
            key: RandomKey(seed: 1), on: Device(workers: 1))
        let parts = model.checkpointParts()
        try Checkpoint(
            tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": tokenizer.json]
        ).write(to: folder.appendingPathComponent("model.h5"))
        try write(rows: 24)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Rows with a prompt of 12 digits and a response of three, the last of them of `last`.
    private func write(rows: Int, last: String = "123") throws {
        let lines = (0..<rows).map { row in
            let prompt = (0..<12).map { "\((row * 7 + $0 * $0) % 10)" }.joined()
            return #"{"question": "\#(prompt)\#(row)", "response": "\#(row == rows - 1 ? last : "456")"}"#
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appendingPathComponent("rows.jsonl"))
    }

    private func text(
        _ stage: String = "", data: String = "held-out: 0.1", columns: String = "{plain: []}",
        evaluate: String = "[]", model: String? = nil
    ) -> String {
        """
        experiment: instructed
        model: \(model ?? "{checkpoint: \(folder.path)/model.h5}")
        data: {instructions: [{path: \(folder.path)/rows.jsonl, format: openorca, prompt-above: 10}], truncate-to: 16, keep-first: 4, \(data)}
        train: [{name: adapt, steps: 6, batch-tokens: 40, checkpoint-every: 2, learning-rate: 1e-2\(stage)}]
        strategies: \(columns)
        evaluate: \(evaluate)
        """
    }

    private func refusal(_ text: String) throws -> ConfigurationError {
        try #require(throws: ConfigurationError.self) { try experiment(text) }
    }

    @Test func `a resolved configuration reads as what it came from`() throws {
        let original = try experiment(text())
        #expect(try experiment(original.resolvedYAML()) == original)
        #expect(original.data?.length == 16 && original.data?.setting == nil)
    }

    @Test func `what makes no sense is refused with its place`() throws {
        let fresh = try refusal(text(model: "{architecture: mamba, width: 8, layers: 2}"))
        #expect(fresh.description.contains("model: {checkpoint: PATH}") && fresh.line == 3, "\(fresh)")
        let curriculum = try refusal(text(", curriculum: {accuracy: 0.9}"))
        #expect(curriculum.description.contains("'adapt' has a curriculum") && curriculum.line == 4, "\(curriculum)")
        let unheld = try refusal(text(", validate-every: 2", data: "held-out: 0"))
        #expect(unheld.description.contains("'adapt' validates, which needs 'held-out'"), "\(unheld)")
        let both = try refusal(text(data: "task: mqar"))
        #expect(both.description.contains("unknown key 'task'"), "\(both)")
        let unnamed = try refusal(text(evaluate: "[{lengths: [16], samples: 1}]"))
        #expect(unnamed.description.contains("the key 'task' is missing"), "\(unnamed)")
        let misspelt = try refusal(text(data: "keep-frist: 3"))
        #expect(misspelt.description.contains("did you mean 'keep-first'?"), "\(misspelt)")
    }

    @Test func `a model learns instructions and answers a task`() async throws {
        let place = Workplace()
        let text = text(
            ", steps: 12, validate-every: 4",
            columns: "{plain: [], newest: [{decimamba: {layers: [1]}, during: answer}]}",
            evaluate: "[{task: mqar, symbols: 16, pairs: 2, lengths: [16], samples: 2}]"
        ).replacingOccurrences(of: "steps: 6, ", with: "")
        var reports: [DataReport] = []
        var validations: [ValidationReport] = []
        let results = try await place.run(text) { event in
            if case .counted(let report) = event { reports.append(report) }
            if case .training(.validated(let report)) = event { validations.append(report) }
            return false
        }
        #expect(results.evaluations[0].rows.map(\.column) == ["plain", "newest"])
        let report = try #require(reports.first?.sources.first?.files)
        #expect(reports.count == 1 && report.training == 21 && report.heldOut == 3)
        #expect(report.sources[0].read == 24 && report.sources[0].cut == 24)
        // 64 samples are asked for and three are held out.
        #expect(validations.map(\.result.samples) == [3, 3, 3])
        let losses = validations.compactMap(\.result.loss)
        #expect(losses.count == 3 && losses[2] < losses[0], "\(losses)")
        let stage = try place.names(in: "stages")[0]
        for file in ["data.json", "stages/\(stage)/data.json"] {
            let written = try JSONFile.read(DataReport.self, from: place.output.appendingPathComponent(file))
            #expect(written == reports.first)
        }
        let provenance = try JSONFile.read(
            Provenance.self, from: place.output.appendingPathComponent("stages/\(stage)/provenance.json"))
        let content = try Data(contentsOf: folder.appendingPathComponent("rows.jsonl"))
        #expect(provenance.data == ["\(folder.path)/rows.jsonl": ContentHash(of: content).hexadecimal])
    }

    @Test func `training that is stopped goes on to the same bits, over epochs`() async throws {
        // 22 examples of 16 tokens, two a batch: 30 steps are three epochs.
        let text = text().replacingOccurrences(of: "steps: 6", with: "steps: 30")
        let (whole, place) = (Workplace(), Workplace())
        _ = try await whole.run(text)
        for stop in [3, 17] {
            await #expect(throws: RunError.self) {
                try await place.run(text, isResuming: stop > 3) { event in
                    if case .training(.step(let report)) = event { return report.step == stop }
                    return false
                }
            }
        }
        _ = try await place.run(text, isResuming: true)
        #expect(try place.weights(text) == whole.weights(text))
    }

    @Test func `another seed takes another order, and the same held-out examples`() async throws {
        var losses: [Double] = []
        var validations: [Double] = []
        let text = text(", validate-every: 6, log-every: 1")
        _ = try await Workplace().run(text, ["seeds=[0, 1]", "train.adapt.learning-rate=1e-30"]) { event in
            if case .training(.step(let report)) = event { losses.append(report.loss) }
            if case .training(.validated(let report)) = event { validations.append(report.result.loss ?? -1) }
            return false
        }
        #expect(losses.count == 12 && Set(losses.map { Float($0) }).count > 6)
        #expect(losses[..<6] != losses[6...])
        #expect(validations.count == 2 && abs(validations[0] - validations[1]) < 1e-6, "\(validations)")
    }

    @Test func `the content of the files and the configuration enter the identity of a stage`() throws {
        let place = Workplace()
        func identity(_ text: String) throws -> ContentHash { try place.materials(text).plan.stages[0].identity }
        let first = try identity(text())
        #expect(try identity(text()) == first)
        #expect(try identity(text(data: "held-out: 0.2")) != first)
        #expect(try identity(text().replacingOccurrences(of: "keep-first: 4", with: "keep-first: 5")) != first)
        try write(rows: 24, last: "124")
        #expect(try identity(text()) != first)
        try write(rows: 24)
        #expect(try identity(text()) == first)
    }

    @Test func `a dry run counts, and its memory has room for the longest example`() throws {
        let place = Workplace()
        let plan = try place.dryRun(text())
        let lines = try plan.text()
        #expect(lines.contains("# Data\n\(folder.path)/rows.jsonl: 24 rows read, 24 kept (24 with a cut prompt)\n"))
        #expect(lines.contains("\n21 examples to train on, 3 held out\n"), "\(lines)")
        // A batch of 40 tokens has room for 25, and not for 16,009.
        let wide = text().replacingOccurrences(of: "truncate-to: 16,", with: "truncate-to: 16000,")
        let bytes = try #require(try place.dryRun(wide).trainingBytes)
        #expect(try bytes > 50 * #require(plan.trainingBytes))
        let absent = try place.dryRun(text(model: "{checkpoint: /nonexistent/model.h5}")).text()
        #expect(absent.contains("the rows are counted in tokens of the model, once it is there"))
        #expect(!FileManager.default.fileExists(atPath: place.output.path))
    }

    @Test func `strategies take part where a stage says so`() async throws {
        let place = Workplace()
        let text = text(
            ", with-strategy: true, lora: {rank: 2, targets: [in_proj]}, trainable: [offset]",
            columns: "{moved: [rwr, offset]}")
        _ = try await place.run(text)
        let weights = try place.weights(text)
        #expect(weights["strategies/offset/offset"]?.contains { $0 != 0 } == true)
        #expect(weights.keys.contains { $0.hasPrefix("adapters/") })
    }
}
