import Foundation
import SSMEval
import SSMLabKit
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// A small experiment with a run folder, whose answers are made to differ between columns, and notebooks of it.
final class ExportedNotebooks {
    private let folder: TemporaryFolder

    /// The run.
    let run: URL
    /// The folder of notebooks.
    let output: URL
    /// What the export of the run said.
    private(set) var export: InProcess?

    /// Names and texts that are markup in Markdown, HTML, formulas or keys of figures; 41 contexts have bootstrapped
    /// intervals, 6 have Student's.
    private static let text = """
        experiment: tiny
        question: "Is *this* <b>safe</b>, at $x_1$ | and `that`?"
        claim: "</script> [link](x)"
        seeds: [1, 18446744073709551615]
        model: {architecture: mamba, width: 8, layers: 1, state: 4}
        data: {task: keyed-recall, length: 96, value-words: 4, objects: 4, modifiers: 2}
        train:
          - {name: base, steps: 3, batch-tokens: 128, log-every: 1}
        strategies:
          "_plain $x_1$ <i>": []
          other: [{decimamba: {layers: [0], beta: 0.5, base-length: 16}, during: answer}]
        diagnostics: true
        dump: {strategies: ["_plain $x_1$ <i>", other], samples: 1, sites: [step, kept, state, block-output]}
        gate: {other: {at-96: ">= 1"}}
        primary: {metric: accuracy, over: lengths 90-100}
        evaluate:
          - {task: keyed-recall, value-words: 4, objects: 4, modifiers: 2, questions: 2, lengths: [96, 128],
             depths: [0, 1], samples: 41}
          - {task: keyed-recall, value-words: 4, objects: 4, modifiers: 2, questions: 2, lengths: [96], samples: 8,
             limit: 6}

        """

    init() async throws {
        folder = try TemporaryFolder()
        run = folder.url.appending(path: "run")
        output = folder.url.appending(path: "notebooks")
        let experiment = try folder.file("tiny.yaml", Self.text)
        let first = await InProcess("run", experiment, "--output", run.path)
        try #require(first.status == .success, "\(first.notes)")
        for name in try FileManager.default.contentsOfDirectory(atPath: run.appending(path: "evaluations").path) {
            try vary(RunFolder(run.appending(path: "evaluations/\(name)")).predictionsFile, by: name)
        }
        // What is finished is not run again: the answers are scored anew as they stand.
        let second = await InProcess("run", experiment, "--output", run.path)
        try #require(second.status == .success, "\(second.notes)")
        for name in ["mamba", "other/first"] { try writeMap(to: run.appending(path: "maps/\(name)")) }
        let broken = run.appending(path: "maps/broken")
        try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
        try Data("no maps".utf8).write(to: broken.appending(path: "maps.h5"))
        export = await InProcess("export", "notebook", run.path, "--output", output.path)
    }

    /// Writes a small file of maps, as `ssmlab map` names what is in it.
    private func writeMap(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let writer = try HDF5Writer(creating: folder.appending(path: "maps.h5"))
        let length = 6
        func integers(_ name: String, _ values: [Int64]) throws {
            try writer.createIntegers(name)
            try writer.append(values, to: name)
        }
        func floats(_ name: String, _ values: [Float], shape: [Int]) throws {
            try writer.write(Tensor(values, shape: shape, on: Device(workers: 1)), to: name)
        }
        let positions = (0..<length).map { Int64($0) }
        let rising = positions.map { Float($0) / 8 }
        let map = (0..<length * length).map { $0 % length <= $0 / length ? Float($0) / 8 : 0 }
        try floats("raw/0/absolute", map, shape: [length, length])
        for axis in ["row", "column"] { try integers("raw/0/\(axis)-position", positions) }
        try floats("steps/0/mean-step", rising, shape: [length])
        try integers("steps/0/fate", [0, 1, 1, 2, 1, 0])
        try integers("state/0/position", positions)
        for name in ["norm", "needle-share"] { try floats("state/0/\(name)", rising, shape: [length]) }
        try floats("distance/0/mean-distance", rising, shape: [length])
        try writer.finish()
    }

    /// Makes some answers of a file right, and some without a form that could be right.
    private func vary(_ file: URL, by name: String) throws {
        let lines = JSONLines<PredictionRecord>(file)
        let records = try lines.read().records
        try FileManager.default.removeItem(at: file)
        let appender = try lines.appender()
        var generator = RandomKey(seed: 0).folding(name).generator
        for var record in records {
            let draw = generator.uniform()
            record.text = draw < 0.5 ? record.accepted[0] : draw < 0.6 ? "" : record.text
            try appender.append(record)
        }
    }

    /// Where something of the experiment `tiny` is among the notebooks.
    func exported(_ name: String) -> URL { output.appending(path: name) }

    /// What is in a folder of notebooks, by the paths of its files.
    static func content(of folder: URL) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let files = names.map { ($0, folder.appending(path: $0)) }.filter { !$0.1.hasDirectoryPath }
        return try Dictionary(
            uniqueKeysWithValues: files.compactMap { name, url in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
                return isFolder.boolValue ? nil : (name, try Data(contentsOf: url))
            })
    }
}
