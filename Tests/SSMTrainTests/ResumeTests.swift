import Foundation
import SSMStore
import SSMTensor
import SSMTrain
import Testing

@Suite struct ResumeTests {
    private static func stage(checkpointEvery: Int = 4) throws -> StageConfiguration {
        try StageConfiguration(
            steps: 14, batchTokens: 40, accumulation: 2, learningRate: 0.02, warmupSteps: 3,
            loss: LossWeights(target: 1, other: 0.3),
            curriculum: CurriculumConfiguration(start: 4, growth: 2, accuracy: 0.3, window: 2),
            checkpointEvery: checkpointEvery, logEvery: 1)
    }

    /// What must not depend on interruptions: parameters, position, curriculum, and rows without their times.
    private struct Result: Equatable {
        var bits: [String: [UInt32]]
        var position: Int
        var curriculum: Curriculum
        var losses: [Double]

        init(_ outcome: TrainingOutcome, _ run: TinyRun) throws {
            bits = outcome.parameters.bits
            position = outcome.progress.position
            curriculum = outcome.progress.curriculum
            losses = try run.rows().compactMap { if case .training(let report) = $0 { report.loss } else { nil } }
        }
    }

    private func uninterrupted(_ name: String, workers: Int = 1) async throws -> Result {
        let run = try TinyRun(name, stage: ResumeTests.stage(), workers: workers)
        return try Result(await run.train(), run)
    }

    @Test(arguments: [1, 2], [[0], [1], [4], [5, 6, 11], [13]])
    func `an interrupted run that resumes has the bits of one that ran through`(
        _ workers: Int, _ stops: [Int]
    ) async throws {
        let name = "resume-\(workers)-\(stops.map(String.init).joined(separator: "-"))"
        let expected = try await uninterrupted(name + "-through", workers: workers)
        #expect(expected.losses.count == 14)
        #expect(expected.curriculum.length > 4)
        let run = try TinyRun(name, stage: ResumeTests.stage(), workers: workers)
        for (index, stop) in stops.enumerated() {
            let error = try await run.trainAndStop(after: stop, resume: index > 0)
            #expect(error == .interrupted(stage: "base", step: stop))
        }
        let outcome = try await run.train(resume: true)
        #expect(try Result(outcome, run) == expected)
    }

    @Test func `one and two workers train to the same bits`() async throws {
        let one = try await uninterrupted("workers-1", workers: 1)
        let two = try await uninterrupted("workers-2", workers: 2)
        #expect(one == two)
    }

    @Test func `a damaged newest checkpoint falls back and still ends at the same bits`() async throws {
        let expected = try await uninterrupted("damaged-through")
        let run = try TinyRun("damaged", stage: ResumeTests.stage())
        _ = try await run.trainAndStop(after: 10, resume: false)
        #expect(try run.checkpoints.steps() == [10, 8])
        let newest = run.checkpoints.file(of: 10)
        var bytes = try Data(contentsOf: newest)
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: newest)

        var skipped: [String] = []
        var firstStep: Int?
        let outcome = try await run.train(
            resume: true,
            onEvent: { event in
                switch event {
                case .began(_, let problems): skipped = problems
                case .step(let report): firstStep = firstStep ?? report.step
                default: break
                }
            })
        #expect(skipped.count == 1)
        #expect(skipped.first?.contains(newest.lastPathComponent) == true)
        #expect(firstStep == 9)
        #expect(try Result(outcome, run) == expected)
    }

    @Test func `a process that died between checkpoints resumes without doubled rows`() async throws {
        let expected = try await uninterrupted("died-through")
        let run = try TinyRun("died", stage: ResumeTests.stage())
        let loss = TinyModel.loss()
        var calls = 0
        await #expect(throws: Death.self) {
            try await run.train(loss: { batch, parameters, key in
                calls += 1
                if calls == 13 { throw Death() }
                return try loss(batch, parameters, key)
            })
        }
        #expect(try run.checkpoints.steps() == [4])
        #expect(try run.rows().map(\.step) == Array(1...6))
        let outcome = try await run.train(resume: true)
        #expect(try Result(outcome, run) == expected)
        #expect(try run.rows().map(\.step) == Array(1...14))
    }

    @Test func `a finished stage that is resumed trains no more`() async throws {
        let run = try TinyRun("finished", stage: ResumeTests.stage())
        let first = try await run.train()
        var steps = 0
        let second = try await run.train(resume: true, onEvent: { if case .step = $0 { steps += 1 } })
        #expect(steps == 0)
        #expect(second.parameters.bits == first.parameters.bits)
    }

    @Test func `a checkpoint holds the optimiser, the progress and the caller's texts`() async throws {
        let run = try TinyRun("content", stage: ResumeTests.stage())
        let outcome = try await run.train()
        let newest = try #require(try run.checkpoints.newest(on: run.device))
        #expect(newest.step == 14)
        #expect(newest.checkpoint.texts["configuration"] == "{}")
        let progress = try JSONDecoder().decode(
            TrainingProgress.self, from: Data(try #require(newest.checkpoint.texts["progress"]).utf8))
        #expect(progress == outcome.progress)
        let names = outcome.parameters.map(\.name)
        #expect(
            Set(newest.checkpoint.tensors.names)
                == Set(names + names.map { "optimizer/m/" + $0 } + names.map { "optimizer/v/" + $0 }))
    }

    @Test func `a checkpoint of another run is refused`() async throws {
        let stage = try ResumeTests.stage()
        let run = try TinyRun("foreign", stage: stage)
        _ = try await run.trainAndStop(after: 2, resume: false)
        var other = run
        other.key = RandomKey(seed: 6)
        await #expect(throws: foreign(run, "its seed is another one")) { try await other.train(resume: true) }
        other = run
        other.dataLength = 32
        await #expect(throws: foreign(run, "its data have the length 16")) { try await other.train(resume: true) }
        let changed = try StageConfiguration(steps: 14, learningRate: 0.5)
        let task = try TinyTask()
        let trainer = Trainer(
            stage: changed, dataLength: 16, key: run.key, checkpoints: run.checkpoints, metrics: run.metrics,
            interrupt: InterruptFlag(), clock: .ticking())
        await #expect(throws: foreign(run, "its stage 'base' has another configuration")) {
            try await trainer.run(
                parameters: TinyModel.parameters(on: run.device), resume: true,
                examples: { index, length in try task.example(index, length: length) }, loss: TinyModel.loss())
        }
    }

    @Test func `a checkpoint without one of the parameters is refused`() async throws {
        let run = try TinyRun("missing", stage: ResumeTests.stage())
        _ = try await run.trainAndStop(after: 2, resume: false)
        let task = try TinyTask()
        var extra = ParameterTree()
        extra["strategies/new/weight"] = .zeros([2], on: run.device)
        let parameters = TinyModel.parameters(on: run.device).merging(extra)
        let expected = foreign(run, "'strategies/new/weight' is missing or has another shape")
        await #expect(throws: expected) {
            try await run.trainer().run(
                parameters: parameters, resume: true,
                examples: { index, length in try task.example(index, length: length) }, loss: TinyModel.loss())
        }
    }

    @Test func `a new run does not begin among the checkpoints of another`() async throws {
        let run = try TinyRun("present", stage: ResumeTests.stage())
        _ = try await run.trainAndStop(after: 2, resume: false)
        await #expect(throws: TrainingError.checkpointsPresent(folder: run.checkpoints.url.path)) {
            try await run.train(resume: false)
        }
    }

    private struct Death: Error {}

    private func foreign(_ run: TinyRun, _ problem: String) -> TrainingError {
        .foreignCheckpoint(folder: run.checkpoints.url.path, step: 2, problem: problem)
    }
}
