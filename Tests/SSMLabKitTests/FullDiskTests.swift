import Foundation
import Testing

/// A disk that takes no more in the middle of an experiment: here, files that may not grow beyond a size.
@Suite struct FullDiskTests {
    private let folder: TemporaryFolder
    private let experiment: String
    private let output: String

    init() throws {
        folder = try TemporaryFolder()
        output = folder.path("runs")
        experiment = try folder.file(
            "tiny.yaml",
            """
            experiment: tiny
            model: {architecture: mamba, width: 16, layers: 2}
            data: {task: mqar, symbols: 16, pairs: 2, length: 16}
            train:
              - {name: base, steps: 40, batch-tokens: 64, checkpoint-every: 10, log-every: 1}
            strategies: {mamba: []}
            evaluate:
              - {task: mqar, symbols: 16, pairs: 2, lengths: [16], samples: 40}
            """)
    }

    private func run(_ flags: String..., kilobytes: Int? = nil) throws -> Program {
        try Program(["run", experiment, "--output", output] + flags, largestFile: kilobytes.map { $0 * 1024 })
    }

    /// The only file of a name in the output folder.
    private func file(named name: String) throws -> URL {
        let files = FileManager.default.enumerator(atPath: output)?.compactMap { $0 as? String } ?? []
        let found = try #require(files.first { $0.hasSuffix("/" + name) }, "\(files)")
        return URL(fileURLWithPath: output).appending(path: found)
    }

    private func bytes(of name: String) throws -> Data { try Data(contentsOf: file(named: name)) }

    @Test func `predictions that no longer fit exit with 5, and the ones before are kept`() throws {
        let few = try run("--limit", "2")
        try #require(few.status == 0, "\(few.errors)")
        let full = try run(kilobytes: 8)
        #expect(full.status == 5, "\(full.errors)")
        #expect(full.errors.contains("predictions.jsonl") && full.errors.contains("free some space"), "\(full.errors)")
        let cut = try bytes(of: "predictions.jsonl")
        let whole = try #require(cut.lastIndex(of: UInt8(ascii: "\n")))
        #expect(cut.count(where: { $0 == UInt8(ascii: "\n") }) > 4)

        #expect(try run().status == 3)
        let resumed = try run("--resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        let all = try bytes(of: "predictions.jsonl")
        #expect(all.starts(with: cut[...whole]))
        #expect(all.count(where: { $0 == UInt8(ascii: "\n") }) == 80)
    }

    /// In units of 512 bytes: nothing fits, metrics do not, checkpoints do not from their beginning or their middle on.
    @Test(arguments: [(0, ""), (2, "metrics.jsonl"), (12, "step-00000010.h5"), (200, "step-00000010.h5")])
    func `training that can write no more exits with 5 and goes on`(_ units: Int, _ file: String) throws {
        let full = try Program(["run", experiment, "--output", output], largestFile: units * 512)
        #expect(full.status == 5, "\(full.errors)")
        #expect(file.isEmpty || full.errors.contains(file), "\(full.errors)")
        let resumed = try run("--resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try bytes(of: "predictions.jsonl").count(where: { $0 == UInt8(ascii: "\n") }) == 80)
    }

    @Test func `metrics that something else has damaged exit with 4 and are named`() throws {
        let full = try Program(["run", experiment, "--output", output], largestFile: 200 * 512)
        try #require(full.status == 5, "\(full.errors)")
        let url = try file(named: "metrics.jsonl")
        try Data("damaged\n".utf8 + Data(contentsOf: url)).write(to: url)
        let resumed = try run("--resume")
        #expect(resumed.status == 4)
        #expect(resumed.errors.contains("metrics.jsonl: line 1"), "\(resumed.errors)")
    }
}
