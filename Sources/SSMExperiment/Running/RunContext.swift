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
    /// An older checkpoint does not stand in for the last one: it holds other weights than the stage's identity says.
    ///
    /// - Throws: `RunError.finalCheckpoint`, `ModelError`.
    func weights(after identity: ContentHash?, seed: UInt64) throws -> Weights {
        guard let identity else { return try initialWeights(seed: seed) }
        let run = folder.stage(identity)
        guard let stage = materials.plan.stages.first(where: { $0.identity == identity }) else {
            preconditionFailure("the plan lacks the stage \(identity.hexadecimal) that another run needs")
        }
        let file = CheckpointFolder(run.checkpoints).file(of: stage.stage.steps)
        let checkpoint: Checkpoint
        do throws(StoreError) {
            checkpoint = try Checkpoint(contentsOf: file, on: device)
        } catch {
            throw RunError.finalCheckpoint(
                file: file.relativePath, folder: run.url.relativePath, reason: "\(error)")
        }
        let loaded = try LoadedModel(checkpoint, from: run.checkpoints.relativePath, on: device)
        return Weights(model: loaded.model, strategies: loaded.strategyParameters)
    }

    /// The weights with which a column answers.
    ///
    /// - Throws: as `weights(after:seed:)`; `StrategyError`.
    func weights(of run: EvaluationRun) throws -> Weights {
        let weights = try weights(after: run.weights, seed: run.seed)
        guard materials.isUntrainedAllowed else { return weights }
        let initial = try materials.catalogs.stack(run.column.stack).acting(during: .answer)
            .initialParameters(for: weights.model, key: key(of: run.seed).folding("untrained"))
        return Weights(model: weights.model, strategies: initial.merging(weights.strategies))
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
