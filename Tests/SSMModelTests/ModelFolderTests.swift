import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

/// Folders of weights as the ecosystem has them: names, layouts, types, shards.
@Suite struct ModelFolderTests {
    private let folder = ModelFolderFixture()
    private static let embedding = "backbone.embeddings.weight"
    private static let head = "lm_head.weight"

    /// Expects that the folder holds the golden model.
    private func expectGolden(_ loaded: LoadedModel) throws {
        let golden = try folder.goldenTensors()
        #expect(Set(loaded.model.parameters.names) == Set(golden.keys))
        for (name, tensor) in loaded.model.parameters {
            expectSameBits(tensor, try #require(golden[name]), named: name)
        }
    }

    @Test func `the original code's configuration, names and layout are read`() throws {
        var tensors = try folder.goldenTensors()
        tensors["backbone.embedding.weight"] = tensors.removeValue(forKey: Self.embedding)
        for name in tensors.keys where name.hasSuffix("conv1d.weight") {
            tensors[name] = tensors[name].map { $0.reshaped([$0.shape[0], $0.shape[2]]) }
        }
        tensors[Self.head] = tensors["backbone.embedding.weight"]
        try folder.write(weights: tensors)
        let configuration = """
            {"d_model": 48, "n_layer": 3, "vocab_size": 257, "ssm_cfg": {}, "rms_norm": true, "residual_in_fp32": true,
             "fused_add_norm": true, "pad_vocab_size_multiple": 1, "tie_embeddings": true}
            """
        try folder.write(Data(configuration.utf8), "config.json")
        let loaded = try folder.load()
        // 257 tokens, and 263 rows: the rest is padding.
        #expect(loaded.model.configuration.vocabularySize == 263)
        try expectGolden(loaded)
    }

    @Test func `both spellings of the embedding at once are refused`() throws {
        try folder.change(configuration: [:])
        var tensors = try folder.goldenTensors()
        tensors["backbone.embedding.weight"] = tensors[Self.embedding]
        try folder.write(weights: tensors)
        let text = try folder.complaint()
        #expect(text.contains("model.safetensors") && text.contains("'backbone.embedding.weight'"), "\(text)")
    }

    @Test func `a head that equals the embedding it is tied to is dropped, another one refused`() throws {
        try folder.change(configuration: [:])
        var tensors = try folder.goldenTensors()
        let embedding = try #require(tensors[Self.embedding])
        tensors[Self.head] = embedding
        try folder.write(weights: tensors)
        try expectGolden(folder.load())
        tensors[Self.head] = embedding + Tensor.filled(with: 1, shape: embedding.shape, on: folder.device)
        try folder.write(weights: tensors)
        let text = try folder.complaint()
        #expect(text.contains("model.safetensors: the tensor 'lm_head.weight' differs"), "\(text)")
        #expect(text.contains("tie_word_embeddings"))
    }

    @Test func `a head of its own is read where the configuration says so, and missed where it is not`() throws {
        try folder.change(configuration: ["tie_word_embeddings": "false"])
        let missing = try folder.complaint()
        #expect(missing.contains("the tensor 'lm_head.weight' is missing"), "\(missing)")
        var tensors = try folder.goldenTensors()
        let embedding = try #require(tensors[Self.embedding])
        let head = embedding + Tensor.filled(with: 1, shape: embedding.shape, on: folder.device)
        tensors[Self.head] = head
        try folder.write(weights: tensors)
        let loaded = try folder.load()
        expectSameBits(try #require(loaded.model.parameters[Self.head]), head, named: "head")
    }

    @Test(arguments: [(262, true), (200, true), (264, false)])
    func `rows beyond the vocabulary are padding, fewer are refused`(_ vocabulary: Int, _ isFine: Bool) throws {
        try folder.change(configuration: ["vocab_size": "\(vocabulary)"])
        guard isFine else {
            let text = try folder.complaint()
            #expect(text.contains("'\(Self.embedding)' has the shape [263, 48]"), "\(text)")
            return
        }
        let loaded = try folder.load()
        #expect(loaded.model.configuration.vocabularySize == 263)
        #expect(try #require(loaded.texts["model"]).contains(#""vocab_size": 263"#))
        try expectGolden(loaded)
    }

    @Test func `a tensor without a place, of another shape or type is refused by file and name`() throws {
        try folder.change(configuration: [:])
        let tensors = try folder.goldenTensors()
        var more = tensors
        for name in ["extra.a", "extra.b"] { more[name] = .zeros([2], on: folder.device) }
        try folder.write(weights: more)
        let extra = try folder.complaint()
        #expect(
            extra.contains("model.safetensors: the configuration has no place for the tensors 'extra.a', 'extra.b'"))
        var other = tensors
        other["backbone.layers.1.mixer.D"] = .zeros([95], on: folder.device)
        try folder.write(weights: other)
        let shape = try folder.complaint()
        #expect(shape.contains("'backbone.layers.1.mixer.D' has the shape [95], the configuration asks for [96]"))
        try folder.write(weights: tensors, as: .f64)
        let type = try folder.complaint()
        #expect(type.contains("model.safetensors: '\(Self.embedding)' is F64 where F32, F16 or BF16"), "\(type)")
    }

    @Test func `an embedding of another rank is refused`() throws {
        try folder.change(configuration: [:])
        var tensors = try folder.goldenTensors()
        tensors[Self.embedding] = tensors[Self.embedding]?.reshaped([263 * 48])
        try folder.write(weights: tensors)
        #expect(try folder.complaint().contains("'\(Self.embedding)' has the shape [12624]"))
    }

    // MARK: - Shards

    /// Writes the golden model as three shards, and returns the files' names.
    private func shard(index change: (inout [String: String]) -> Void = { _ in }) throws -> [String] {
        try folder.change(configuration: [:])
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("model.safetensors"))
        let tensors = try folder.goldenTensors()
        let names = (1...3).map { "model-0000\($0)-of-00003.safetensors" }
        var index: [String: String] = [:]
        for (place, name) in tensors.keys.sorted().enumerated() { index[name] = names[place % 3] }
        for shard in names {
            let part = tensors.filter { index[$0.key] == shard }
            try folder.write(HandmadeSafetensors(part, as: .f32).data, shard)
        }
        change(&index)
        let text = try JSONSerialization.data(withJSONObject: ["metadata": [:], "weight_map": index])
        try folder.write(text, "model.safetensors.index.json")
        return names
    }

    @Test func `three shards are one model`() throws {
        _ = try shard()
        try expectGolden(folder.load())
    }

    @Test func `a shard that is missing, and an index that points elsewhere, are named`() throws {
        let names = try shard()
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent(names[1]))
        #expect(try folder.complaint().contains(names[1]))
        _ = try shard { $0[Self.embedding] = "../model-00001-of-00003.safetensors" }
        let outside = try folder.complaint()
        #expect(outside.contains("model.safetensors.index.json") && outside.contains("../model-00001"), "\(outside)")
        _ = try shard { $0[Self.embedding] = names[2] }
        let elsewhere = try folder.complaint()
        #expect(elsewhere.contains(Self.embedding), "\(elsewhere)")
    }

    @Test func `an index that names a tensor twice is refused`() throws {
        _ = try shard()
        let url = folder.url.appendingPathComponent("model.safetensors.index.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        let entry = "\"\(Self.embedding)\":\"model-00001-of-00003.safetensors\""
        try folder.write(
            Data(text.replacingOccurrences(of: "\"weight_map\":{", with: "\"weight_map\":{\(entry),").utf8),
            "model.safetensors.index.json")
        let complaint = try folder.complaint()
        #expect(complaint.contains("model.safetensors.index.json") && complaint.contains("twice"), "\(complaint)")
    }

    @Test func `only a pickle is refused with what to do`() throws {
        try folder.change(configuration: [:])
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("model.safetensors"))
        try folder.write(Data([0x50, 0x4B, 3, 4]), "pytorch_model.bin")
        let text = try folder.complaint()
        #expect(text.contains("pytorch_model.bin") && text.contains("Convert it once"), "\(text)")
    }

    // MARK: - Half precision

    @Test(arguments: [HandmadeSafetensors.ElementType.f16, .bf16])
    func `half-precision weights give the logits of torch`(_ type: HandmadeSafetensors.ElementType) throws {
        try folder.change(configuration: [:])
        try folder.write(weights: folder.goldenTensors(), as: type)
        let model = try folder.load().model
        let fixtures = Golden.folder.deletingLastPathComponent()
        let file = try GoldenFile(contentsOf: fixtures.appendingPathComponent("half-precision.safetensors"))
        let tokens = try file.integers("tokens").map { TokenID($0) }
        let expected = try file.tensor("logits.\(type.rawValue)", on: folder.device)
        expectClose(try pass(model, [tokens]).allLogits, expected, within: .otherProgram, named: "logits")
    }
}
