import Foundation
import SSMLabTesting
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// The interpreter with h5py and xarray that SSMLAB_PYTHON names.
private enum Interpreter {
    static let path = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]
}

/// Dumps as other programs see them, and `ssmlab dump` as a process that is killed or must not grow.
@Suite struct DumpProcessTests {
    private let folder: TemporaryFolder
    private let output: URL

    init() throws {
        folder = try TemporaryFolder()
        output = folder.url.appending(path: "dump")
    }

    // MARK: Other programs

    private struct Expectation: Encodable {
        struct Dataset: Encodable {
            let type: String
            let axes: [String]
            let positions: [Int64]
            let tokens: [Int64]
            let texts: [String]?
            let values: [Double]
        }

        var attributes: [String: String]
        var datasets: [String: Dataset] = [:]
    }

    @Test(
        .enabled(if: Interpreter.path != nil, "SSMLAB_PYTHON names no interpreter with h5py"),
        arguments: [
            ["--half", "--compress"], [],
        ])
    func `h5py, xarray and h5dump read a dump with named axes`(_ form: [String]) async throws {
        let fixture = try GenerationFixture()
        let tokens = try folder.file(
            "ids.json", "\([TinyModel.tokens(70, vocabularySize: 260, key: RandomKey(seed: 1))])")
        let run = await InProcess(
            command: "dump",
            [
                "--model", fixture.model, "--tokens", tokens, "--output", output.path, "--state-every", "30",
                "--strategy", "decimamba:{layers: [1], base-length: 20}", "--sites", "scan-inputs", "state",
                "conv-state", "kept", "importance", "residual", "final-hidden", "decimamba.scores",
            ] + form)
        try #require(run.status == .success, "\(run.notes)")
        let url = output.appending(path: "decimamba-0.h5")
        let reader = try HDF5Reader(contentsOf: url)
        var expectation = Expectation(attributes: ["strategy": "decimamba", "sample": "0"])
        for name in reader.names where reader.names.contains("\(name)-position") {
            expectation.datasets[name] = try dataset(name, of: reader, isHalf: !form.isEmpty)
        }
        // Of three layers ten sites, of one layer or of the whole model four.
        #expect(expectation.datasets.count == 34)
        let list = try folder.file("expected.json", String(decoding: JSONEncoder().encode(expectation), as: UTF8.self))
        let printed = try python("check_dump.py", [url.path, list])
        #expect(printed == "checked \(expectation.datasets.count) datasets\n")
    }

    private func dataset(_ name: String, of reader: HDF5Reader, isHalf: Bool) throws -> Expectation.Dataset {
        let site = String(name.split(separator: "/")[0])
        let isKept = site == "kept"
        let values =
            isKept
            ? try reader.integers(name).map(Double.init)
            : try reader.floats(name, on: Device(workers: 1)).values.map(Double.init)
        let axes: [String] =
            switch site {
            case "kept", "importance", "decimamba.scores": []
            case "b", "c": ["state"]
            case "state": ["channel", "state"]
            case "conv-state": ["tap", "channel"]
            default: ["channel"]
            }
        return Expectation.Dataset(
            type: isKept ? "<i4" : isHalf ? "<f2" : "<f4", axes: ["token"] + axes,
            positions: try reader.integers("\(name)-position"), tokens: try reader.integers("\(name)-token"),
            texts: try reader.texts("\(name)-text"), values: values)
    }

    private func python(_ script: String, _ arguments: [String]) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Python")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(Interpreter.path))
        process.arguments = [folder.appending(path: script).path] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output)")
        return output
    }

    // MARK: Processes

    /// A model of this width without a tokenizer, and as many lists of tokens.
    private func arguments(width: Int, layers: Int, lists: [Int]) throws -> [String] {
        let model = try TinyModel.make(
            ModelConfiguration(vocabularySize: 32, width: width, layers: layers), on: Device(workers: 2))
        let parts = model.checkpointParts()
        let path = folder.path("model-\(width).h5")
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration])
            .write(to: URL(fileURLWithPath: path))
        let tokens = lists.enumerated().map { TinyModel.tokens($1, key: RandomKey(seed: UInt64($0))) }
        let ids = try folder.file("ids-\(lists[0]).json", "\(tokens)")
        return ["dump", "--model", path, "--tokens", ids, "--sites", "residual"]
    }

    @Test func `a killed dump leaves whole files and a true index, and goes on`() throws {
        let arguments =
            try arguments(width: 64, layers: 4, lists: [3000, 3000, 30_000, 3000]) + ["--output", output.path]
        let process = Process()
        let pipe = Pipe()
        process.executableURL = Program.url
        process.arguments = arguments
        process.standardError = pipe
        try process.run()
        var notes = ""
        while !notes.contains("wrote baseline-1.h5") {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the dump ended before its second file: \(notes)")
            notes += String(decoding: more, as: UTF8.self)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        let finished = try DumpFolder.files(in: output)
        #expect(finished.map(\.file) == ["baseline-0.h5", "baseline-1.h5"])
        for file in finished {
            let reader = try HDF5Reader(contentsOf: output.appending(path: file.file))
            #expect(try reader.entry("residual/3").shape == [3000, 64])
            #expect(try reader.attributes()["tokens"] == .integer(file.tokens))
        }
        let rest = try Program(arguments)
        #expect(rest.status == 0, "\(rest.errors)")
        #expect(try DumpFolder.files(in: output).map(\.tokens) == [3000, 3000, 30_000, 3000])
        let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
        #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")
    }

    @Test(.enabled(if: Interpreter.path != nil, "SSMLAB_PYTHON names no interpreter"))
    func `the memory of a dump does not grow with its length`() throws {
        // What the longer one writes and the shorter does not: 20,000 rows of 8 layers, 160 MB as they are computed.
        let peaks = try [4000, 24_000].map { length in
            let output = folder.path("dump-\(length)")
            let arguments =
                try arguments(width: 256, layers: 8, lists: [length]) + ["--half", "--output", output]
            let printed = try python("peak_memory.py", [Program.url.path] + arguments)
            return try #require(printed.split(separator: "\n").last.flatMap { Int($0) }, "\(printed)")
        }
        // On a busy machine the longer one fills the 32 MiB of rows that may wait for the writer, and the shorter does not.
        #expect(peaks[1] < peaks[0] + (32 << 20) + 30_000_000, "\(peaks)")
    }
}
