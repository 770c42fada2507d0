import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

/// Checkpoints and folders that a loaded model writes.
@Suite struct ModelWritingTests {
    private let device = Device(workers: 1, poisoned: true)
    private let folder = ModelFolderFixture()

    private func place(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

    private static let tokenizer = """
        {"version": "1.0",  "added_tokens": [{"id": 0, "content": "<|é|>", "special": true}], "model": {"e\u{301}": 1}}
        """

    /// A checkpoint as a run leaves it: a model, a strategy, a state of the optimiser and texts.
    private func trained() throws -> LoadedModel {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let model = try TinyModel.make(on: device)
        let parts = model.checkpointParts()
        var tensors = parts.tensors
        for (place, name) in ["z/a", "b/weight", "b/bias"].enumerated() {
            tensors["strategies/\(name)"] = .filled(with: Float(place), shape: [place, 2], on: device)
        }
        tensors["optimizer/m/model/x"] = .zeros([1], on: device)
        let texts = [
            "model": parts.configuration, "tokenizer": Self.tokenizer, "provenance": "{\"commit\": \"abc\"}",
            "strategies": "[{\"name\":\"z\"}]", "configuration": "a: \"b\"\nc: ä\n", "progress": "{}",
            "generation_config": #"{"eos_token_id": 0}"#,
        ]
        try Checkpoint(tensors: tensors, texts: texts).write(to: place("trained.h5"))
        return try LoadedModel(contentsOf: place("trained.h5"), on: device)
    }

    private func expectSame(_ one: LoadedModel, _ other: LoadedModel, texts: Bool = true) throws {
        #expect(one.model.configuration == other.model.configuration)
        #expect(one.generation == other.generation)
        if texts { #expect(one.texts == other.texts) }
        for (left, right) in [
            (one.model.parameters, other.model.parameters), (one.strategyParameters, other.strategyParameters),
        ] {
            #expect(Set(left.names) == Set(right.names))
            for (name, tensor) in left { expectSameBits(tensor, try #require(right[name]), named: name) }
        }
    }

    @Test func `a checkpoint comes back from a folder with all of its texts`() throws {
        let start = try trained()
        #expect(start.texts["progress"] == nil)
        try start.writeFolder(to: place("folder"))
        let between = try LoadedModel(contentsOf: place("folder"), on: device)
        #expect(between.tokenizer?.utf8.elementsEqual(Self.tokenizer.utf8) == true)
        try between.writeCheckpoint(to: place("back.h5"))
        let end = try LoadedModel(contentsOf: place("back.h5"), on: device)
        var texts = end.texts
        // A folder without one would not load its tokenizer in transformers.
        #expect(texts.removeValue(forKey: "tokenizer_config") != nil)
        #expect(texts == start.texts)
        try expectSame(start, end, texts: false)
        #expect(end.generation.endOfTextTokens == [0])
    }

    @Test func `a folder comes back from a checkpoint with the same files`() throws {
        let files = [
            "tokenizer.json": Self.tokenizer, "tokenizer_config.json": "{\"x\":  1}\n",
            "special_tokens_map.json": "{}", "chat_template.jinja": "{{ x }}",
            "generation_config.json": #"{"eos_token_id": [0, 3], "temperature": 0.5}"#,
        ]
        try folder.change(configuration: ["tie_word_embeddings": "true", "unknown_key": "[1, {}]"])
        for (name, text) in files { try folder.write(Data(text.utf8), name) }
        let start = try folder.load()
        try start.writeCheckpoint(to: place("model.h5"))
        let between = try LoadedModel(contentsOf: place("model.h5"), on: device)
        try expectSame(start, between)
        try between.writeFolder(to: place("again"))
        for (name, text) in files {
            #expect(try Data(contentsOf: place("again").appendingPathComponent(name)) == Data(text.utf8), "\(name)")
        }
        let end = try LoadedModel(contentsOf: place("again"), on: device)
        try expectSame(start, end)
        #expect(try #require(end.texts["model"]).contains("\"unknown_key\": ["))
        let names = try FileManager.default.contentsOfDirectory(atPath: place("again").path)
        #expect(Set(names) == Set(files.keys).union(["config.json", "model.safetensors"]))
    }

    @Test func `weights are written as shards where one file would be too large`() throws {
        try folder.change(configuration: [:])
        let start = try folder.load()
        var last = (0, 0)
        try start.writeFolder(to: place("shards"), shardBytes: 100_000) { last = ($0, $1) }
        let names = try FileManager.default.contentsOfDirectory(atPath: place("shards").path)
        #expect(names.filter { $0.hasPrefix("model-0000") }.count > 2)
        #expect(!names.contains("model.safetensors") && names.contains("model.safetensors.index.json"))
        try expectSame(start, LoadedModel(contentsOf: place("shards"), on: device))
        let bytes = 4 * start.model.configuration.parameterCount
        #expect(last == (bytes, bytes))
    }

    @Test func `a head of its own is written`() throws {
        try folder.change(configuration: ["tie_word_embeddings": "false"])
        var tensors = try folder.goldenTensors()
        tensors["lm_head.weight"] = .filled(with: 0.5, shape: [263, 48], on: device)
        try folder.write(weights: tensors)
        let start = try folder.load()
        try start.writeFolder(to: place("untied"))
        try expectSame(start, LoadedModel(contentsOf: place("untied"), on: device))
    }

    @Test func `what is there already is not written over`() throws {
        let start = try trained()
        let manager = FileManager.default
        try manager.createDirectory(at: place("full"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: place("full/note.txt"))
        let before = try Data(contentsOf: place("trained.h5"))
        for name in ["full", "trained.h5"] {
            let error = #expect(throws: ModelError.self) { try start.writeFolder(to: place(name)) }
            #expect(try #require(error).description.contains("\(name): there is something already"))
        }
        for name in ["full", "trained.h5"] {
            #expect(throws: ModelError.self) { try start.writeCheckpoint(to: place(name)) }
        }
        #expect(try manager.contentsOfDirectory(atPath: place("full").path) == ["note.txt"])
        #expect(try Data(contentsOf: place("trained.h5")) == before)
        try manager.createDirectory(at: place("empty"), withIntermediateDirectories: true)
        try start.writeFolder(to: place("empty"))
        try expectSame(start, LoadedModel(contentsOf: place("empty"), on: device), texts: false)
    }

    @Test func `an export that fails leaves nothing behind`() throws {
        let start = try trained()
        try start.writeFolder(to: place("good"))
        let names = { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
        let before = try names()
        // A name that safetensors keeps for itself: refused after the weights are written.
        var tensors = try Checkpoint(contentsOf: place("trained.h5"), on: device).tensors
        tensors["strategies/__metadata__"] = .zeros([1], on: device)
        try Checkpoint(tensors: tensors, texts: start.texts).write(to: place("bad.h5"))
        let bad = try LoadedModel(contentsOf: place("bad.h5"), on: device)
        #expect(throws: StoreError.self) { try bad.writeFolder(to: place("never")) }
        #expect(try names() == (before + ["bad.h5"]).sorted())
        #expect(throws: StoreError.self) { try start.writeFolder(to: place("nowhere/deeper")) }
    }

    @Test func `what a killed export left is cleared by the next one to the same place`() throws {
        let start = try trained()
        let leftover = place(".out.99999-0.partial")
        try FileManager.default.createDirectory(at: leftover, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: leftover.appendingPathComponent("config.json"))
        let other = place(".outer.99999-0.partial")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try start.writeFolder(to: place("out"))
        #expect(!FileManager.default.fileExists(atPath: leftover.path))
        #expect(FileManager.default.fileExists(atPath: other.path))
    }

    @Test func `the newest checkpoint of a run's folder is read, and no older one in its place`() throws {
        let start = try trained()
        let run = CheckpointFolder(place("checkpoints"))
        let tensors = start.model.checkpointParts().tensors
        try run.save(Checkpoint(tensors: tensors.mapValues { $0 * 2 }, texts: start.texts), step: 5)
        try run.save(Checkpoint(tensors: tensors, texts: start.texts), step: 12)
        let found = try LoadedModel(contentsOf: place("checkpoints"), on: device)
        #expect(found.source.lastPathComponent == "step-00000012.h5")
        for (name, tensor) in found.model.parameters {
            expectSameBits(tensor, try #require(start.model.parameters[name]), named: name)
        }
        try Data("cut".utf8).write(to: run.file(of: 12))
        #expect(throws: StoreError.self) { try LoadedModel(contentsOf: place("checkpoints"), on: device) }
    }

    @Test func `a minimal tokenizer configuration names the tokens that the files name`() throws {
        let start = try trained()
        try start.writeFolder(to: place("named"))
        let data = try Data(contentsOf: place("named/tokenizer_config.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["tokenizer_class"] as? String == "PreTrainedTokenizerFast")
        #expect(object["eos_token"] as? String == "<|é|>")
        #expect(object["bos_token"] == nil && object["pad_token"] == nil)
    }
}
