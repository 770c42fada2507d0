import Foundation
import SSMContext
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor

/// What the parts of a running experiment share.
struct RunContext: Sendable {
    let materials: Materials
    let settings: RunSettings
    let folder: ExperimentFolder
    let provenance: Provenance

    var experiment: Experiment { materials.experiment }
    var device: Device { settings.device }

    /// The root of all random numbers of a seed.
    func key(of seed: UInt64) -> RandomKey { RandomKey(seed: seed) }

    /// The model that a stage leaves, and the parameters of strategies that it and the stages before it trained.
    ///
    /// - Throws: `RunError.missingCheckpoint`, `StoreError`, `ModelError`.
    func weights(after identity: ContentHash?, seed: UInt64) throws -> Weights {
        guard let identity else { return try initialWeights(seed: seed) }
        let run = folder.stage(identity)
        guard let newest = try CheckpointFolder(run.checkpoints).newest(on: device) else {
            throw RunError.missingCheckpoint(folder: run.url.relativePath)
        }
        let loaded = try LoadedModel(newest.checkpoint, from: run.checkpoints.relativePath, on: device)
        return Weights(model: loaded.model, strategies: loaded.strategyParameters)
    }

    private func initialWeights(seed: UInt64) throws -> Weights {
        if let origin = materials.origin {
            return Weights(model: origin.model, strategies: origin.strategyParameters)
        }
        let key = key(of: seed).folding("model")
        return Weights(
            model: try LanguageModel(randomly: materials.model, key: key, on: device), strategies: ParameterTree())
    }
}

/// A model and the trained parameters of strategies, by "<label>/<name>".
struct Weights: Sendable {
    let model: LanguageModel
    let strategies: ParameterTree
}
