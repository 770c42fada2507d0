import SSMContext
import SSMModel
import SSMStore
import SSMTensor
import SSMTrain
import Testing

/// Training with adapters and frozen weights.
@Suite struct FrozenTests {
    private static let configuration = ModelConfiguration(
        vocabularySize: TinyTask.letters + 1, width: 16, layers: 2, state: 4)

    private func stage() throws -> StageConfiguration {
        try StageConfiguration(
            steps: 8, batchTokens: 70, accumulation: 2, learningRate: 0.01, warmupSteps: 2, checkpointEvery: 3,
            logEvery: 1)
    }

    private func base(on device: Device) throws -> LanguageModel {
        try LanguageModel(randomly: Self.configuration, key: RandomKey(seed: 1), on: device)
    }

    private func adapters(on device: Device, dropout: Double = 0.1) throws -> LowRankAdapters {
        try LowRankAdapters(
            randomly: LoRAConfiguration(
                rank: 2, dropout: dropout, targets: ["in_proj", "lm_head"].map { ParameterPattern($0) }),
            for: Self.configuration, key: RandomKey(seed: 2), on: device)
    }

    private func loss(_ adapters: LowRankAdapters, on device: Device) -> Trainer.Loss {
        { batch, tree, _ in
            let model = try LanguageModel(
                Self.configuration, parameters: tree.group(under: "model/"),
                adapters: adapters.with(tree.group(under: "adapters/")), on: device)
            let runtime = try StrategyRuntime(
                model: model, stack: StrategyStack([any ContextStrategy]()), parameters: ParameterTree())
            let result = try runtime.loss(of: batch, isDifferentiable: true, meter: CostMeter())
            return BatchLoss(total: result.total, targetLoss: result.requiredLoss / Double(result.requiredCount))
        }
    }

    private func train(_ run: TinyRun, stops: [Int] = []) async throws -> TrainingOutcome {
        let adapters = try adapters(on: run.device)
        let (trained, frozen) = (
            adapters.parameters.prefixed("adapters/"), try base(on: run.device).parameters.prefixed("model/")
        )
        for (index, stop) in stops.enumerated() {
            await #expect(throws: TrainingError.interrupted(stage: "base", step: stop)) {
                try await run.train(
                    resume: index > 0, stoppingAfter: stop, parameters: trained, frozen: frozen,
                    loss: loss(adapters, on: run.device))
            }
        }
        return try await run.train(
            resume: !stops.isEmpty, parameters: trained, frozen: frozen, loss: loss(adapters, on: run.device))
    }

    @Test func `adapters that were interrupted resume to the same bits`() async throws {
        let through = try TinyRun("adapters-through", stage: stage())
        let expected = try await train(through)
        let stopped = try TinyRun("adapters-stopped", stage: stage(), workers: 2)
        #expect(try await train(stopped, stops: [2, 3, 7]).parameters.bits == expected.parameters.bits)
    }

    @Test func `frozen weights stay, adapters move, and only they have an optimiser`() async throws {
        let run = try TinyRun("frozen", stage: stage())
        let outcome = try await train(run)
        let (model, fresh) = (try base(on: run.device).parameters, try adapters(on: run.device).parameters)
        #expect(outcome.parameters.group(under: "model/").bits == model.bits)
        let after = outcome.parameters.group(under: "adapters/").bits
        for (name, bits) in fresh.bits { #expect(after[name] != bits, "\(name)") }
        let tensors = try #require(try run.checkpoints.newest(on: run.device)).checkpoint.tensors
        #expect(tensors.group(under: "model/").bits == model.bits)
        #expect(Set(tensors.group(under: "optimizer/m/adapters/").names) == Set(fresh.names))
        #expect(tensors.group(under: "optimizer/").count == 2 * fresh.count)
    }

    /// The gradients and both means of every weight are what is saved; adapters and their rows are small.
    @Test func `frozen weights take no memory for gradients and means`() async throws {
        let wide = ModelConfiguration(vocabularySize: TinyTask.letters + 1, width: 192, layers: 2, state: 4)
        func peak(isAdapting: Bool) async throws -> (bytes: Int, weights: Int) {
            let stage = try StageConfiguration(steps: 2, batchTokens: 16, checkpointEvery: 0)
            let run = try TinyRun("peak-\(isAdapting)", stage: stage)
            let model = try LanguageModel(randomly: wide, key: RandomKey(seed: 1), on: run.device)
            let adapters = try LowRankAdapters(
                randomly: LoRAConfiguration(rank: 1, targets: [ParameterPattern("in_proj")]), for: wide,
                key: RandomKey(seed: 2), on: run.device)
            let weights = model.parameters.prefixed("model/")
            run.device.resetPeak()
            _ = try await run.train(
                parameters: isAdapting ? adapters.parameters.prefixed("adapters/") : weights,
                frozen: isAdapting ? weights : ParameterTree(),
                loss: { batch, tree, _ in
                    let learner = try LanguageModel(
                        wide, parameters: tree.group(under: "model/"),
                        adapters: isAdapting ? adapters.with(tree.group(under: "adapters/")) : nil, on: run.device)
                    let runtime = try StrategyRuntime(
                        model: learner, stack: StrategyStack([any ContextStrategy]()), parameters: ParameterTree())
                    return BatchLoss(
                        total: try runtime.loss(of: batch, isDifferentiable: true, meter: CostMeter()).total)
                })
            return (run.device.peakBytes, 4 * model.parameters.parameterCount)
        }
        let (full, frozen) = (try await peak(isAdapting: false), try await peak(isAdapting: true))
        // Two means, and most of the gradients at a time.
        #expect(Double(full.bytes - frozen.bytes) > 2.5 * Double(full.weights), "\(full), \(frozen)")
        #expect(Double(frozen.bytes) < 2 * Double(full.weights), "\(frozen)")
    }
}
