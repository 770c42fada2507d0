import Foundation
import SSMTensor
import SSMTrain
import Testing

@Suite struct TrainerTests {
    /// The sum of two halves in float against the sum of all rows at once, after some steps of Adam.
    private static let summationOrder: Float = 1e-4

    @Test func `a small model learns the task`() async throws {
        let stage = try StageConfiguration(
            steps: 120, batchTokens: 160, learningRate: 0.03, warmupSteps: 5, loss: LossWeights(target: 1, other: 0.2),
            logEvery: 40)
        let run = try TinyRun("learns", stage: stage)
        let outcome = try await run.train()
        #expect(outcome.progress.step == 120)
        let reports = try run.rows().compactMap { if case .training(let report) = $0 { report } else { nil } }
        #expect(reports.map(\.step) == [40, 80, 120])
        #expect(reports.last?.targetAccuracy == 1)
        #expect(try #require(reports.last?.targetLoss) < 0.1)
        #expect(try #require(reports.last?.loss) < #require(reports.first?.loss))
    }

    @Test func `rows tell rate, norm, tokens, length and time`() async throws {
        let stage = try StageConfiguration(
            steps: 4, batchTokens: 50, learningRate: 0.02, schedule: .linear, validateEvery: 3, logEvery: 2)
        let run = try TinyRun("rows", stage: stage)
        let outcome = try await run.train(validate: { _ in ValidationResult(samples: 7, loss: 0.5, accuracy: 0.25) })
        let rows = try run.rows()
        #expect(rows.map(\.step) == [2, 3, 4, 4])
        guard case .training(let last) = rows[2], case .validation(let validation) = rows[3] else {
            Issue.record("rows are of the wrong kinds")
            return
        }
        #expect(last.learningRate == 0)
        #expect(last.gradientNorm > 0)
        #expect(last.tokens == outcome.progress.tokens)
        #expect(last.length == 16)
        #expect(last.seconds == 4)
        #expect(try #require(last.tokensPerSecond) > 0)
        #expect(validation.result == ValidationResult(samples: 7, loss: 0.5, accuracy: 0.25))
    }

    @Test func `accumulation does what one larger batch does`() async throws {
        func parameters(batchTokens: Int, accumulation: Int) async throws -> ParameterTree {
            let stage = try StageConfiguration(
                steps: 6, batchTokens: batchTokens, accumulation: accumulation, learningRate: 0.01, epsilon: 1e-4,
                loss: LossWeights(target: 1, other: 0.5))
            var run = try TinyRun("accumulation-\(accumulation)", stage: stage)
            run.noise = 0
            return try await run.train().parameters
        }
        // Every fifth example has 17 tokens, the others 16: 5 of them are 81 tokens.
        let whole = try await parameters(batchTokens: 162, accumulation: 1)
        let parts = try await parameters(batchTokens: 81, accumulation: 2)
        for (name, tensor) in whole {
            let other = try #require(parts[name])
            #expect(zip(tensor.values, other.values).allSatisfy { abs($0 - $1) < TrainerTests.summationOrder })
        }
    }

    @Test func `clipping bounds what a step sees of a large loss`() async throws {
        func step(clip: Double, scale: Float) async throws -> [Float] {
            let stage = try StageConfiguration(
                steps: 1, batchTokens: 50, weightDecay: 0, epsilon: 10, clip: clip)
            let run = try TinyRun("clip-\(clip)-\(scale)", stage: stage)
            let loss = TinyModel.loss()
            let outcome = try await run.train(loss: { batch, parameters, key in
                let plain = try loss(batch, parameters, key)
                return BatchLoss(total: plain.total * scale, targetLoss: 0, targetAccuracy: 0)
            })
            return try #require(outcome.parameters["model/head.weight"]).values
        }
        let clipped = try await step(clip: 0.01, scale: 1)
        let alsoClipped = try await step(clip: 0.01, scale: 64)
        #expect(zip(clipped, alsoClipped).allSatisfy { abs($0 - $1) < 1e-7 })
        let unclipped = try await step(clip: 0, scale: 64)
        #expect(zip(clipped, unclipped).contains { abs($0 - $1) > 1e-5 })
    }

    @Test func `the curriculum's length reaches the data and the rows`() async throws {
        let stage = try StageConfiguration(
            steps: 150, batchTokens: 160, learningRate: 0.03,
            curriculum: CurriculumConfiguration(start: 4, growth: 2, accuracy: 0.95, window: 3), logEvery: 1)
        let run = try TinyRun("curriculum", stage: stage)
        var moves: [Int] = []
        let outcome = try await run.train(
            onEvent: { event in
                if case .lengthened(_, _, let length) = event { moves.append(length) }
            })
        #expect(moves == [8, 16])
        #expect(outcome.progress.curriculum.length == 16)
        let lengths = try run.rows().compactMap { if case .training(let report) = $0 { report.length } else { nil } }
        #expect(lengths.first == 4)
        #expect(lengths == lengths.sorted())
        #expect(Set(lengths) == [4, 8, 16])
    }

    @Test func `a loss that is not finite stops with the step and the last good checkpoint`() async throws {
        let stage = try StageConfiguration(steps: 9, batchTokens: 50, checkpointEvery: 2)
        let run = try TinyRun("not-finite", stage: stage)
        let loss = TinyModel.loss()
        var calls = 0
        let expected = TrainingError.notFinite(quantity: "the loss", stage: "base", step: 6, lastCheckpoint: 4)
        await #expect(throws: expected) {
            try await run.train(loss: { batch, parameters, key in
                calls += 1
                let plain = try loss(batch, parameters, key)
                return BatchLoss(total: calls == 6 ? plain.total * .nan : plain.total)
            })
        }
        #expect(try run.checkpoints.steps() == [4, 2])
        #expect(expected.description.contains("step 4"))
    }

    @Test func `a gradient that is not finite stops too`() async throws {
        let run = try TinyRun("gradient", stage: StageConfiguration(steps: 3, batchTokens: 50))
        let expected = TrainingError.notFinite(
            quantity: "the gradient's norm", stage: "base", step: 1, lastCheckpoint: nil)
        await #expect(throws: expected) {
            try await run.train(loss: { batch, parameters, key in
                // A finite value whose slope is not: the product of 0 and the square of a huge factor.
                let plain = try TinyModel.loss()(batch, parameters, key)
                return BatchLoss(total: plain.total * 0 * 1e30 * 1e30)
            })
        }
    }
}
