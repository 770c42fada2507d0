import Foundation
import SSMStore
import SSMTensor
import SSMTrain

/// A stage on the tiny task, in a folder of its own, that a test can stop and resume.
struct TinyRun {
    let folder: TemporaryFolder
    let stage: StageConfiguration
    let device: Device
    var key = RandomKey(seed: 5)
    var dataLength = 16
    var noise: Float = 0.01
    var mixture: Mixture?

    init(_ name: String, stage: StageConfiguration, workers: Int = 1) throws {
        folder = try TemporaryFolder(name)
        self.stage = stage
        device = Device(workers: workers, poisoned: true)
    }

    var checkpoints: CheckpointFolder { CheckpointFolder(folder.url.appendingPathComponent("checkpoints")) }
    var metrics: URL { folder.url.appendingPathComponent("metrics.jsonl") }

    func rows() throws -> [MetricsRow] {
        try MetricsLog.rows(in: metrics)
    }

    func trainer(_ interrupt: InterruptFlag = InterruptFlag()) -> Trainer {
        Trainer(
            stage: stage, dataLength: dataLength, key: key, checkpoints: checkpoints,
            texts: ["configuration": "{}"], metrics: metrics, mixture: mixture, interrupt: interrupt, clock: .ticking())
    }

    /// Runs to the end, or to the step at which the flag is raised.
    func train(
        resume: Bool = false, stoppingAfter stop: Int? = nil, parameters: ParameterTree? = nil,
        frozen: ParameterTree = ParameterTree(), loss: Trainer.Loss? = nil, validate: Trainer.Validation? = nil,
        onEvent: (TrainingEvent) -> Void = { _ in }
    ) async throws -> TrainingOutcome {
        let task = try TinyTask()
        let interrupt = InterruptFlag()
        if stop == 0 { interrupt.raise() }
        return try await trainer(interrupt).run(
            parameters: parameters ?? TinyModel.parameters(on: device), frozen: frozen, resume: resume,
            examples: { index, length in try task.example(index, length: length) },
            loss: loss ?? TinyModel.loss(noise: noise), validate: validate,
            onEvent: { event in
                if case .step(let report) = event, report.step == stop { interrupt.raise() }
                onEvent(event)
            })
    }

    /// Runs until the flag stops it after a step.
    func trainAndStop(after stop: Int, resume: Bool) async throws -> TrainingError? {
        do {
            _ = try await train(resume: resume, stoppingAfter: stop)
            return nil
        } catch let error as TrainingError {
            return error
        }
    }
}

extension ParameterTree {
    /// The bits of all elements, by name.
    var bits: [String: [UInt32]] {
        var result: [String: [UInt32]] = [:]
        for (name, tensor) in self { result[name] = tensor.values.map(\.bitPattern) }
        return result
    }
}
