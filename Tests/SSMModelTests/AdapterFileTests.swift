import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

/// Adapters on their own: which matrices they fit, what merging makes of a tied pair, and how they are kept.
@Suite struct AdapterFileTests {
    private let device = Device(workers: 1, poisoned: true)
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("adapters-\(UUID().uuidString).h5")

    private func adapters(_ targets: [String], for model: LanguageModel, rank: Int = 2) throws -> LowRankAdapters {
        let fresh = try LowRankAdapters(
            randomly: LoRAConfiguration(rank: rank, targets: targets.map { ParameterPattern($0) }),
            for: model.configuration, key: RandomKey(seed: 4), on: device)
        return try fresh.with(fresh.parameters.mapValues { $0 + .filled(with: 0.05, shape: $0.shape, on: device) })
    }

    @Test(arguments: ["embeddings", "lm_head"])
    func `adapters of one side of a tied pair make it two matrices`(_ side: String) throws {
        let base = try TinyModel.make(on: device)
        #expect(base.configuration.tiesEmbeddings)
        let adapters = try adapters([side], for: base)
        #expect(adapters.configuration.unties(base.configuration))
        let merged = try base.adapted(by: adapters).merged()
        #expect(!merged.configuration.tiesEmbeddings)
        let table = try #require(base.parameters["backbone.embeddings.weight"])
        let (changed, same) =
            side == "lm_head"
            ? ("lm_head.weight", "backbone.embeddings.weight") : ("backbone.embeddings.weight", "lm_head.weight")
        expectSameBits(try #require(merged.parameters[same]), table, named: same)
        #expect(relativeError(try #require(merged.parameters[changed]).values, table.values) > 0.1)
        #expect(!adapters.configuration.unties(merged.configuration))
    }

    @Test func `adapters of projections leave a tied pair tied`() throws {
        let base = try TinyModel.make(on: device)
        let adapters = try adapters(["in_proj"], for: base)
        #expect(!adapters.configuration.unties(base.configuration))
        #expect(try base.adapted(by: adapters).merged().configuration == base.configuration)
    }

    @Test func `adapters alone are written, read and put beside another copy of the model`() throws {
        defer { try? FileManager.default.removeItem(at: url) }
        let base = try TinyModel.make(on: device)
        let adapters = try adapters(["x_proj", "lm_head"], for: base)
        try adapters.write(to: url)
        #expect(try Checkpoint(contentsOf: url, on: device).tensors.names.allSatisfy { $0.hasPrefix("adapters/") })
        let read = try LowRankAdapters(contentsOf: url, on: device)
        #expect(read.configuration == adapters.configuration)
        #expect(Set(read.parameters.names) == Set(adapters.parameters.names))
        let sequences: [[TokenID]] = [[1, 2, 3, 4]]
        expectSameBits(
            try pass(TinyModel.make(on: device).adapted(by: read), sequences),
            try pass(base.adapted(by: adapters), sequences), named: "read adapters")
    }

    @Test func `a checkpoint with adapters is read as the merged model, and its adapters alone`() throws {
        defer { try? FileManager.default.removeItem(at: url) }
        let base = try TinyModel.make(on: device)
        let adapters = try adapters(["lm_head", "out_proj"], for: base)
        let (model, own) = (base.checkpointParts(), try adapters.checkpointParts())
        try Checkpoint(
            tensors: model.tensors.merging(own.tensors),
            texts: [
                "model": model.configuration.replacing("{", with: "{\"tie_embeddings\": true,", maxReplacements: 1),
                "adapters": own.configuration,
            ]
        ).write(to: url)
        let merged = try base.adapted(by: adapters).merged()
        let loaded = try LoadedModel(contentsOf: url, on: device)
        // Written again, it is the merged model and has no adapters.
        let again = url.deletingLastPathComponent().appendingPathComponent("again-\(url.lastPathComponent)")
        defer { try? FileManager.default.removeItem(at: again) }
        try loaded.writeCheckpoint(to: again)
        for model in [loaded, try LoadedModel(contentsOf: again, on: device)] {
            #expect(model.model.configuration == merged.configuration)
            #expect(model.texts["adapters"] == nil)
            for (name, tensor) in merged.parameters {
                expectSameBits(try #require(model.model.parameters[name]), tensor, named: name)
            }
        }
        let read = try LowRankAdapters(contentsOf: url, on: device)
        #expect(read.targets.sorted() == adapters.targets.sorted())
    }

    @Test func `a file without adapters, and adapters of another model, are refused`() throws {
        defer { try? FileManager.default.removeItem(at: url) }
        let base = try TinyModel.make(on: device)
        let parts = base.checkpointParts()
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration]).write(to: url)
        let error = try #require(throws: ModelError.self) { try LowRankAdapters(contentsOf: url, on: device) }
        #expect(error.description.contains(url.path) && error.description.contains("holds no adapters"))

        let wide = try TinyModel.make(TinyModel.configuration(width: 24, layers: 3), on: device)
        let misfit = try #require(throws: ModelError.self) {
            try base.adapted(by: adapters(["layers.1.mixer.in_proj"], for: wide))
        }
        #expect(misfit.description.contains("layers.1.mixer.in_proj.weight") && misfit.description.contains("[64, 16]"))
        let deep = try #require(throws: ModelError.self) {
            try base.adapted(by: adapters(["layers.2.mixer.in_proj"], for: wide))
        }
        #expect(deep.description.contains("no such matrix"))
    }

    @Test func `factors that are not whole are refused`() throws {
        let base = try TinyModel.make(on: device)
        let whole = try adapters(["in_proj"], for: base)
        var half = whole.parameters
        half["backbone.layers.0.mixer.in_proj.weight/B"] = nil
        var other = whole.parameters
        other["backbone.layers.0.mixer.in_proj.weight/A"] = .zeros([3, 16], on: device)
        for (broken, message) in [(half, "is missing"), (other, "[3, 16]")] {
            let error = try #require(throws: ModelError.self) { try whole.with(broken) }
            #expect(error.description.contains("layers.0.mixer.in_proj"), "\(error)")
            #expect(error.description.contains(message), "\(error)")
        }
    }

    @Test func `a target that no matrix has is refused`() throws {
        let base = try TinyModel.make(on: device)
        for target in ["conv1d", "q_proj"] {
            let error = try #require(throws: ModelError.self) { try adapters([target], for: base) }
            #expect(error.description.contains("'\(target)'"))
        }
    }

    @Test(arguments: [
        (0, 1.0, 0.0, ["in_proj"], "rank"), (1, 0, 0, ["in_proj"], "alpha"), (1, .infinity, 0, ["in_proj"], "alpha"),
        (1, 1, 1, ["in_proj"], "dropout"), (1, 1, -0.1, ["in_proj"], "dropout"), (1, 1, 0, [], "targets"),
    ])
    func `a key out of range is named`(
        _ rank: Int, _ alpha: Double, _ dropout: Double, _ targets: [String], _ key: String
    ) throws {
        let error = try #require(throws: ModelError.self) {
            try LoRAConfiguration(
                rank: rank, alpha: alpha, dropout: dropout, targets: targets.map { ParameterPattern($0) })
        }
        #expect(error.description.contains(key))
    }

    @Test func `the number of elements is that of the factors`() throws {
        let base = try TinyModel.make(on: device)
        for targets in [["in_proj"], ["embeddings", "lm_head"], ["*"]] {
            let adapters = try adapters(targets, for: base, rank: 5)
            #expect(
                adapters.configuration.parameterCount(in: base.configuration) == adapters.parameters.parameterCount)
        }
    }
}
