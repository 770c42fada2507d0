import Foundation
import SSMAnalysis
import SSMContext
import SSMEval
import SSMRecord
import SSMReport
import SSMTrain

/// The folder of an experiment with a baseline and one other column.
struct RunFixture {
    let url: URL
    private let column: String
    private let provenance: Provenance

    init(_ url: URL, column: String = "rwr") throws {
        self.url = url
        self.column = column
        provenance = Provenance(
            experiment: "does-it", configuration: ContentHash(of: Data("a".utf8)), seeds: [0, 1], overrides: [],
            program: "0.1.0", commit: nil, blasCore: "Zen", workers: 2, simdPath: "avx2", cpu: "a CPU",
            date: "2026-01-01T00:00:00Z")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try JSONFile.write(provenance, to: url.appendingPathComponent("provenance.json"))
        try JSONFile.write(text: "experiment: does-it\n", to: url.appendingPathComponent("experiment.yaml"))
    }

    /// Writes the report.
    ///
    /// - Returns: the page.
    func page() async throws -> String {
        let report = try RunReport(on: url)
        let problems = try await report.write()
        guard problems.isEmpty else { throw problems[0] }
        return try String(contentsOf: report.page, encoding: .utf8)
    }

    func write(_ results: Results) throws {
        try JSONFile.write(results, to: url.appendingPathComponent("results.json"))
    }

    func writeResults() throws { try write(results) }

    /// What the layers of both columns did at two lengths.
    static func diagnostics(of columns: [String], layers: Int = 2) -> [ColumnDiagnostics] {
        columns.enumerated().map { place, column in
            let lengths = [128, 512].map { length in
                let reach = (0..<layers).compactMap { layer -> MemoryReach? in
                    let distance = Double(length * (layer + 1)) / 10 + Double(place)
                    return Quantiles([distance, distance + 1, distance + 2]).map {
                        MemoryReach(
                            layer: layer, meanDistance: $0,
                            evidenceShare: layer == 0 ? nil : Quantiles([0.5 / Double(length), 0.6 / Double(length)]))
                    }
                }
                return StateDiagnostics(length: length, contexts: 3, stepSums: [], stateNorms: [], reach: reach)
            }
            return ColumnDiagnostics(column: column, seed: 0, lengths: lengths)
        }
    }

    /// The runs that the latest one consists of.
    func write(plan: [PlannedFolder]) throws {
        try JSONFile.write(plan, to: url.appendingPathComponent("plan.json"))
    }

    /// The state and the provenance of a stage.
    func write(_ state: RunState, stage: String) throws {
        let folder = RunFolder(url.appendingPathComponent("stages/\(stage)"))
        try folder.write(state)
        try JSONFile.write(provenance, to: folder.provenanceFile)
    }

    /// Two seeds of a stage.
    func writeTraining() throws {
        for seed in 0...1 {
            try write(RunState(.finished, title: "train base, seed \(seed)", seconds: 30), stage: "s\(seed)")
            let file = RunFolder(url.appendingPathComponent("stages/s\(seed)")).metricsFile
            let log = try MetricsLog(file, stage: "base", keepingThrough: 0)
            for step in [10, 20] {
                try log.append(
                    .training(
                        StepReport(
                            stage: "base", step: step, steps: 20, loss: Double(3 + seed) / Double(step),
                            learningRate: 0.1, gradientNorm: 1, tokens: 100, length: 64, seconds: 1)))
            }
            try log.synchronize()
        }
    }

    /// An answer of each column to one question at two lengths; the other column's comes from two notes.
    func writePredictions(answer: String = " 417") throws {
        for (name, text) in [("mamba", " 123"), (column, answer)] {
            let folder = RunFolder(url.appendingPathComponent("evaluations/e-\(name == "mamba" ? 0 : 1)"))
            try folder.write(RunState(.finished, title: "\(name) on passkey, seed 0"))
            try JSONFile.write(provenance, to: folder.provenanceFile)
            let lines = try [128, 512].map { length -> String in
                let object: [String: Any] = [
                    "task": "passkey", "version": 1, "scoring": "exact", "run": name, "sample": "s@\(length)",
                    "question": 0, "group": "s", "length": length, "depth": 0.5, "promptTokens": length + 4,
                    "droppedTokens": 0, "truncation": "none", "text": text, "tokens": [1], "accepted": ["417"],
                    "stop": ["\n"], "chance": 0.1, "query": "What is the passkey?", "evidence": "The passkey is 417.",
                    "trace": [
                        ["kind": "note", "text": "the key is 417", "tokens": [2]],
                        ["kind": "empty note", "text": "none", "tokens": [3]],
                        ["kind": "answer", "text": text, "tokens": [1]],
                    ],
                    "cost": ["generatedTokens": 1, "passes": 1, "peakBytes": 1, "rows": 1, "seconds": 0.1],
                    "retention": [],
                ]
                return String(
                    decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
            }
            try JSONFile.write(text: lines.joined(separator: "\n") + "\n", to: folder.predictionsFile)
        }
    }

    /// Scores at two lengths and two depths.
    var results: Results {
        var rows: [ResultRow] = []
        for (name, score) in [("mamba", 0.4), (column, 0.8)] {
            for length in [128, 512] {
                rows += [nil, 0.0, 1.0].map { row(name, length, depth: $0, score) }
            }
        }
        return Results(
            experiment: "does-it", question: "Does it?", claim: "It does.", seeds: [0, 1],
            evaluations: [EvaluationResults(task: "passkey", asking: "prompt", baseline: "mamba", rows: rows)],
            gate: [GateVerdict(column: "mamba", length: 128, bound: ">= 0.3", score: 0.4, isMet: true)],
            primary: [
                PrimaryResult(
                    column: column, endpoint: "accuracy over lengths 128-512",
                    score: Estimate(0.8, low: 0.7, high: 0.9), difference: Estimate(0.4, low: 0.2, high: 0.6))
            ],
            sources: ResultSources(
                training: [],
                answering: ["mamba", column].enumerated().map { place, name in
                    .init(folder: "evaluations/e-\(place)", evaluation: 0, column: name, seed: 0)
                }))
    }

    private func row(_ name: String, _ length: Int, depth: Double?, _ score: Double) -> ResultRow {
        ResultRow(
            column: name, seed: nil, length: length, depth: depth, answers: depth == nil ? 40 : 20, contexts: 20,
            seeds: 2,
            chance: 0.1, score: Estimate(score, low: score - 0.1, high: score + 0.1),
            difference: name == "mamba" ? nil : Estimate(0.4, low: 0.2, high: 0.6), parseFailures: 0, survival: [],
            cost: RowCost(passes: 40, rows: 81_920, seconds: 12, peakBytes: 2_500_000))
    }
}
