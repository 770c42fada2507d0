import Foundation
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

@Suite struct EstimateCommandTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let golden = root.appending(path: "Tests/Fixtures/mamba").path

    private func json(_ arguments: [String]) async throws -> [String: Any] {
        let run = await InProcess(command: "estimate", arguments + ["--json"])
        #expect(run.status == .success, "\(run.notes)")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    private func bytes(_ name: String, _ estimate: [String: Any]) throws -> [Int] {
        let all = try #require((estimate["bytes"] as? [String: Any])?[name] as? [[String: Any]])
        return all.compactMap { $0["bytes"] as? Int }
    }

    @Test func `a model's numbers are those of its shape`() async throws {
        let arguments = ["--model", Self.golden, "--lengths", "1k,4k", "--batch-tokens", "300"]
        let estimate = try await json(arguments)
        let shape = try LoadedModel(contentsOf: URL(fileURLWithPath: Self.golden), on: Device(workers: 1))
            .model.configuration
        let memory = MemoryEstimate(shape)
        let parameters = try #require(estimate["parameters"] as? [String: Int])
        #expect(parameters["total"] == shape.parameterCount && parameters["head"] == 0)
        let flops = try #require(estimate["flopsPerToken"] as? [String: Int])
        #expect(flops["training"] == TokenFLOPs(of: shape).training && flops["scan"] == TokenFLOPs(of: shape).scan)
        #expect((estimate["bytes"] as? [String: Any])?["weights"] as? Int == memory.weightBytes)
        #expect(
            try bytes("prefill", estimate)
                == [1000, 4000].map { memory.weightBytes + memory.prefillBytes(rows: $0) })
        #expect(try bytes("training", estimate) == [memory.trainingBytes(tokens: 300)])
        let decimating = try await json(arguments + ["--strategy", "decimamba:{layers: [1]}"])
        let more = try zip(bytes("prefill", decimating), bytes("prefill", estimate)).map { $0 - $1 }
        #expect(more[1] > 4000 * 4 * shape.width && more[1] > 3 * more[0], "\(more)")
        let table = await InProcess(command: "estimate", arguments)
        #expect(table.status == .success)
        for text in ["width 48", "the embedding", "prefill of 4000 tokens", "FLOP", "MB is 10^6 bytes"] {
            #expect(table.output.contains(text), "\(text): \(table.output)")
        }
    }

    @Test func `the weights need not be there, and a checkpoint is as good as a folder`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Self.golden + "/config.json", toPath: folder.path("config.json"))
        let file = folder.path("model.h5")
        let parts = try LoadedModel(contentsOf: URL(fileURLWithPath: Self.golden), on: Device(workers: 1))
            .model.checkpointParts()
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration])
            .write(to: URL(fileURLWithPath: file))
        var outputs: Set<String> = []
        for path in [Self.golden, folder.url.path, file] {
            let run = await InProcess("estimate", "--model", path, "--json")
            #expect(run.status == .success && run.output.contains(path), "\(run.notes)")
            outputs.insert(run.output.replacing(path, with: "M"))
        }
        #expect(outputs.count == 1)
    }

    @Test func `an experiment has its stages and columns`() async throws {
        let path = Self.root.appending(path: "experiments/quickstart.yaml").path
        let estimate = try await json([path])
        #expect(try bytes("stages", estimate).count == 2)
        let columns = try bytes("columns", estimate)
        #expect(columns.count == 5 && columns[0] < columns[1], "the second one decimates: \(columns)")
        let table = await InProcess("estimate", path)
        #expect(table.output.contains("answering, by column") && table.output.contains("decimamba"))
    }

    @Test func `no weights are read`() async throws {
        let folder = try TemporaryFolder()
        // A file of 275 GB, all holes: to read it would take minutes, and to load it more memory than there is.
        let shape = ModelConfiguration(vocabularySize: 1 << 24, width: 4096, layers: 1)
        _ = try folder.file("config.json", shape.json)
        var place = 0
        let entries = shape.parameterShapes.map { name, dimensions -> String in
            let end = place + 4 * dimensions.reduce(1, *)
            defer { place = end }
            return "\"\(name)\": {\"dtype\": \"F32\", \"shape\": \(dimensions), \"data_offsets\": [\(place), \(end)]}"
        }
        let header = Array("{\(entries.joined(separator: ", "))}".utf8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        let weights = folder.path("model.safetensors")
        try Data(length + header).write(to: URL(fileURLWithPath: weights))
        #expect(truncate(weights, 8 + header.count + place) == 0)
        let estimate = try await json(["--model", folder.url.path])
        #expect((estimate["parameters"] as? [String: Int])?["total"] == shape.parameterCount)
    }

    @Test func `what cannot be estimated is refused`() async throws {
        let folder = try TemporaryFolder()
        for (arguments, status, message) in [
            (["--model", folder.path("absent")], ExitStatus.data, "no such file"),
            (["--model", folder.url.path], .data, "config.json"),
            ([folder.path("absent.yaml")], .configuration, "absent.yaml"),
            ([Self.golden], .usage, "a model is given by --model"),
            (["model.h5"], .usage, "a model is given by --model"),
            (["--model", Self.golden + "/model.safetensors"], .data, "give the folder"),
            (["--model", Self.golden, "--strategy", "decimamba:{layers: [3]}"], .configuration, "'layers'"),
            ([], .usage, "--model M"), (["--model", "a", "b.yaml"], .usage, "--model M"),
            (["b.yaml", "--lengths", "1k"], .usage, "go with --model"),
            (["--model", "a", "--batch-tokens", "0"], .usage, "--batch-tokens"),
            (["--model", "a", "--lengths", "k"], .usage, "--lengths"),
        ] {
            let run = await InProcess(command: "estimate", arguments)
            #expect(run.status == status && run.notes.contains(message), "\(arguments): \(run.notes)")
        }
    }
}
