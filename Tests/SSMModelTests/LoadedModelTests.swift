import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

@Suite struct LoadedModelTests {
    private let device = Device(workers: 1, poisoned: true)
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A copy of the tiny model's folder, with some files changed.
    private func copy(_ changes: [String: Data]) throws -> URL {
        for name in ["config.json", "model.safetensors"] {
            let data = try changes[name] ?? Data(contentsOf: Golden.folder.appendingPathComponent(name))
            try data.write(to: folder.appendingPathComponent(name))
        }
        return folder
    }

    private func complaint(about url: URL) throws -> String {
        do {
            _ = try LoadedModel(contentsOf: url, on: device)
            Issue.record("\(url.path) is accepted")
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `a checkpoint gives back the model, its strategies and its texts`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try TinyModel.make(on: device)
        let parts = model.checkpointParts()
        var tensors = parts.tensors
        tensors["strategies/one/factor"] = .filled(with: 2, shape: [3], on: device)
        tensors["optimizer/m/model/x"] = .zeros([1], on: device)
        let url = folder.appendingPathComponent("model.h5")
        try Checkpoint(
            tensors: tensors, texts: ["model": parts.configuration, "tokenizer": "{}", "provenance": "here"]
        ).write(to: url)
        let loaded = try LoadedModel(contentsOf: url, on: device)
        #expect(loaded.model.configuration == model.configuration)
        #expect(loaded.strategyParameters.names == ["one/factor"])
        #expect(loaded.tokenizer == "{}")
        #expect(loaded.texts["provenance"] == "here")
        for (name, tensor) in model.parameters {
            expectSameBits(try #require(loaded.model.parameters[name]), tensor, named: name)
        }
    }

    @Test func `a checkpoint without a model is refused`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("none.h5")
        var tensors = ParameterTree()
        tensors["x"] = .zeros([1], on: device)
        try Checkpoint(tensors: tensors, texts: [:]).write(to: url)
        let text = try complaint(about: url)
        #expect(text.contains("none.h5") && text.contains("holds no model"))
    }

    @Test func `a path without a file says what to give`() throws {
        let text = try complaint(about: folder.appendingPathComponent("nowhere"))
        #expect(text.contains("nowhere") && text.contains("no such file"))
    }

    @Test func `a folder with a broken file is refused by that file's name`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try complaint(about: copy(["config.json": Data("{".utf8)])).contains("config.json"))
        let other = try complaint(about: copy(["config.json": Data(#"{"model_type": "llama"}"#.utf8)]))
        #expect(other.contains("config.json") && other.contains("llama"))
        let typed = Data(#"{"vocab_size": "many", "hidden_size": 48, "num_hidden_layers": 3}"#.utf8)
        #expect(try complaint(about: copy(["config.json": typed])).contains("vocab_size"))
        let weights = try Data(contentsOf: Golden.folder.appendingPathComponent("model.safetensors"))
        let truncated = try complaint(about: copy(["model.safetensors": weights.dropLast(4)]))
        #expect(truncated.contains("model.safetensors"))
        let deeper = try String(contentsOf: Golden.folder.appendingPathComponent("config.json"), encoding: .utf8)
            .replacingOccurrences(of: "\"num_hidden_layers\": 3", with: "\"num_hidden_layers\": 4")
        let missing = try complaint(about: copy(["config.json": Data(deeper.utf8)]))
        #expect(missing.contains("model.safetensors") && missing.contains("backbone.layers.3"))
    }

    @Test func `a folder without a file is refused by that file's name`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try complaint(about: folder).contains("config.json"))
        _ = try copy([:])
        try FileManager.default.removeItem(at: folder.appendingPathComponent("model.safetensors"))
        #expect(try complaint(about: folder).contains("model.safetensors"))
    }
}
