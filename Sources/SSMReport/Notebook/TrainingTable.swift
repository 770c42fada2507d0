import Foundation
import SSMRecord
import SSMStore
import SSMTensor
import SSMTrain

/// One row for each step that the runs of training reported, thinned to what a figure can show.
struct TrainingTable {
    /// The most steps of a run that are kept: a figure has no more places to show them.
    private static let most = 300

    private let runs: [ResultSources.Training]
    private let steps: [(run: Int, report: StepReport)]

    /// The metrics of the runs that the results of an experiment are made from.
    ///
    /// - Throws: `TrainingError.metrics`.
    init(_ run: ExportedRun) throws {
        runs = run.sources.training
        var steps: [(run: Int, report: StepReport)] = []
        for (number, source) in runs.enumerated() {
            steps += Self.thinned(try run.metrics(of: source).compactMap(\.training)).map { (number, $0) }
        }
        self.steps = steps
    }

    /// Whether there is anything to show.
    var isEmpty: Bool { steps.isEmpty }

    /// At most `most` of the reports, as evenly spaced as can be, the first and the last among them.
    private static func thinned(_ reports: [StepReport]) -> [StepReport] {
        guard reports.count > most else { return reports }
        return (0..<most).map { reports[$0 * (reports.count - 1) / (most - 1)] }
    }

    /// Writes the table.
    ///
    /// - Throws: `StoreError`.
    func write(to url: URL) throws {
        let writer = try HDF5Writer(creating: url)
        let integers: [(String, (Int, StepReport) -> Int)] = [
            ("run", { run, _ in run }), ("step", { $1.step }), ("tokens", { $1.tokens }), ("length", { $1.length }),
        ]
        for (name, value) in integers {
            try writer.createIntegers("training/\(name)")
            try writer.append(steps.map { Int64(value($0.run, $0.report)) }, to: "training/\(name)")
        }
        let numbers: [(String, (StepReport) -> Double?)] = [
            ("loss", \.loss), ("target_loss", \.targetLoss), ("target_accuracy", \.targetAccuracy),
            ("learning_rate", \.learningRate), ("gradient_norm", \.gradientNorm),
            ("tokens_per_second", \.tokensPerSecond),
        ]
        for (name, value) in numbers {
            let values = steps.map { value($0.report).map { Float($0) } ?? .nan }
            try writer.write(Tensor(values, shape: [values.count], on: Device(workers: 1)), to: "training/\(name)")
        }
        try writer.write(canonicalJSON(of: ["runs": runs]), to: "names")
        try writer.set(.integer(1), named: "format-version")
        try writer.finish()
    }
}
