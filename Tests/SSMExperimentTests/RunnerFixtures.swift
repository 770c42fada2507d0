import Foundation
import SSMEval
import SSMExperiment
import SSMRecord
import SSMStore
import SSMTensor
import SSMTrain

/// A small experiment that runs in about a second.
let tinyText = """
    experiment: tiny
    seeds: [0]
    model: {architecture: mamba, width: 8, layers: 2, state: 4}
    data: {task: mqar, length: 16, symbols: 16, pairs: 2}
    train:
      - {name: base, steps: 6, batch-tokens: 64, checkpoint-every: 2, learning-rate: 1e-2}
    strategies:
      plain: []
      newest: [{decimamba: {layers: [1], beta: 0.5}, during: answer}]
    gate: {plain: {at-16: ">= 1"}}
    primary: {metric: accuracy, over: lengths 32-64}
    evaluate:
      - {lengths: [16, 64], samples: 5}

    """

/// An output folder of its own, and what is needed to run an experiment into it.
final class Workplace {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("ssmlab-\(UUID().uuidString)")
    let device = Device(workers: 1, poisoned: true)

    deinit {
        try? FileManager.default.removeItem(at: output)
    }

    func materials(_ text: String = tinyText, _ overrides: [String] = []) throws -> Materials {
        try Materials(experiment(text, overrides: overrides), catalogs: catalogs, device: device)
    }

    func dryRun(_ text: String = tinyText) throws -> DryRun {
        try DryRun(experiment(text), catalogs: catalogs, device: device, output: output)
    }

    func settings(isResuming: Bool = false, interrupt: InterruptFlag = InterruptFlag()) -> RunSettings {
        RunSettings(
            output: output, isResuming: isResuming, program: "1.0", cpu: "a CPU", date: "2026-01-01T00:00:00Z",
            device: device, interrupt: interrupt)
    }

    /// Runs an experiment to its end or until `stop` says so.
    nonisolated(nonsending) func run(
        _ text: String = tinyText, _ overrides: [String] = [], isResuming: Bool = false,
        stop: (RunEvent) -> Bool = { _ in false }, onEvent: (RunEvent) -> Void = { _ in }
    ) async throws -> Results {
        let flag = InterruptFlag()
        let runner = try ExperimentRunner(
            materials(text, overrides), settings: settings(isResuming: isResuming, interrupt: flag))
        return try await runner.run { event in
            if stop(event) { flag.raise() }
            onEvent(event)
        }
    }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: output.appendingPathComponent(folder).path).sorted()
    }

    /// The weights that the only stage has left.
    func weights(_ text: String = tinyText) throws -> [String: [Float]] {
        let run = try materials(text).plan.stages[0]
        let folder = CheckpointFolder(ExperimentFolder.stage(run.identity, in: output).checkpoints)
        let tensors = try folder.newest(on: device)?.checkpoint.tensors ?? ParameterTree()
        return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor.values) })
    }

    /// The predictions of a column.
    func predictions(_ column: String, _ text: String = tinyText) throws -> [PredictionRecord] {
        let runs = try materials(text).plan.evaluations.filter { $0.column.name == column }
        return try runs.flatMap { run in
            let file = ExperimentFolder.evaluation(run.identity, in: output).predictionsFile
            return try JSONLines<PredictionRecord>(file).read().records
        }
    }
}
