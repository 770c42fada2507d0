import Foundation
import SSMContext
import SSMModel
import SSMStore
import SSMTensor
import SSMTrain
import Testing

/// The loop around the real model: what holds for a table must hold for a Mamba, whose reverse pass uses all kernels.
@Suite struct MambaTrainingTests {
    private static let configuration = ModelConfiguration(
        vocabularySize: TinyTask.letters + 1, width: 16, layers: 2, state: 4)

    private func stage() throws -> StageConfiguration {
        try StageConfiguration(
            steps: 8, batchTokens: 70, accumulation: 2, learningRate: 0.01, warmupSteps: 2,
            loss: LossWeights(target: 1, other: 0.3), checkpointEvery: 3, logEvery: 1)
    }

    private func loss(_ runs: TinyRun) -> Trainer.Loss {
        { batch, tree, _ in
            let model = try LanguageModel(
                MambaTrainingTests.configuration, parameters: tree.group(under: "model/"), on: runs.device)
            let runtime = try StrategyRuntime(
                model: model, stack: StrategyStack([any ContextStrategy]()), parameters: ParameterTree())
            let result = try runtime.loss(of: batch, isDifferentiable: true, meter: CostMeter())
            return BatchLoss(total: result.total, targetLoss: result.requiredLoss / Double(result.requiredCount))
        }
    }

    private func parameters(_ run: TinyRun) throws -> ParameterTree {
        try LanguageModel(randomly: MambaTrainingTests.configuration, key: RandomKey(seed: 1), on: run.device)
            .parameters.prefixed("model/")
    }

    private func train(_ run: TinyRun, stops: [Int] = []) async throws -> TrainingOutcome {
        for (index, stop) in stops.enumerated() {
            let error = await #expect(throws: TrainingError.self) {
                try await run.train(
                    resume: index > 0, stoppingAfter: stop, parameters: parameters(run), loss: loss(run))
            }
            #expect(error == .interrupted(stage: "base", step: stop))
        }
        return try await run.train(resume: !stops.isEmpty, parameters: parameters(run), loss: loss(run))
    }

    @Test(arguments: [1, 2])
    func `an interrupted Mamba that resumes has the bits of one that ran through`(_ workers: Int) async throws {
        let through = try TinyRun("mamba-through-\(workers)", stage: stage(), workers: workers)
        let expected = try await train(through)
        let stopped = try TinyRun("mamba-stopped-\(workers)", stage: stage(), workers: workers)
        let resumed = try await train(stopped, stops: [2, 3, 7])
        #expect(resumed.parameters.bits == expected.parameters.bits)
        #expect(expected.parameters.bits != (try parameters(through)).bits)
    }

    @Test func `one and two workers train a Mamba to the same bits`() async throws {
        let one = try await train(TinyRun("mamba-one", stage: stage(), workers: 1))
        let two = try await train(TinyRun("mamba-two", stage: stage(), workers: 2))
        #expect(one.parameters.bits == two.parameters.bits)
    }
}
