import Foundation
import SSMAnalysis
import SSMContext
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

@Suite struct MapCommandTests {
    private let folder: TemporaryFolder
    private let device = Device(workers: 1)
    private let model: LanguageModel
    private let modelPath: String
    private let tokens: [TokenID]
    private let tokensPath: String
    private static let decimating = "decimamba:{layers: [1], base-length: 20, minimum: 1}"

    init() throws {
        folder = try TemporaryFolder()
        model = try TinyModel.make(on: device)
        let parts = model.checkpointParts()
        modelPath = folder.path("tiny.h5")
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration])
            .write(to: URL(fileURLWithPath: modelPath))
        tokens = TinyModel.tokens(70, key: RandomKey(seed: 5))
        tokensPath = try folder.file("ids.json", "[[1, 2, 3], \(tokens)]")
    }

    /// Runs the command on the second list and opens what it wrote.
    private func map(_ arguments: String...) async throws -> (run: InProcess, file: HDF5Reader) {
        let output = folder.path("maps")
        let all = ["--model", modelPath, "--tokens", tokensPath, "--list", "1", "--output", output] + arguments
        let run = await InProcess(command: "map", all)
        try #require(run.status == .success, "\(run.notes)")
        return (run, try HDF5Reader(contentsOf: URL(fileURLWithPath: output).appendingPathComponent("maps.h5")))
    }

    private func recorded(_ layer: Int, channels: [Int]? = nil) throws -> RecordedScan {
        let recorder = ScanRecorder(channels: channels)
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]), outputs: ForwardOutputs(),
            probes: ProbeSet([recorder]))
        _ = try model.forward(request, meter: CostMeter())
        return try recorder.scan(ofLayer: layer, in: model)
    }

    @Test func `every kind is written as the library computes it`() async throws {
        let (run, file) = try await map(
            "--kind", "raw,extended,projected,distance,rollout,steps,state", "--needle", "10-14", "--forms", "svg")
        var rollout = AttentionRollout()
        for layer in 0..<2 {
            let scan = try recorded(layer)
            let raw = try HiddenAttention(of: scan, form: .raw).averages()
            let extended = try HiddenAttention(of: scan, form: .extended).averages()
            try rollout.add(raw.absolute, layer: layer)
            let trace = StateTrace(of: scan, interval: 1, needle: Set(10..<15))
            let expected: [(String, Tensor)] = [
                ("raw/\(layer)/signed", raw.signed.values), ("raw/\(layer)/absolute", raw.absolute.values),
                ("raw/\(layer)/row-normalised", raw.rowNormalized.values),
                ("extended/\(layer)/absolute", extended.absolute.values),
                ("projected/\(layer)/norm", try HiddenAttention.projectedNorms(of: scan, channelCount: 32).values),
                ("distance/\(layer)/mean-distance", vector(try MeanDistance(of: scan).perChannel)),
                ("state/\(layer)/norm", vector(trace.points.map(\.norm))),
                ("state/\(layer)/needle-share", vector(trace.points.compactMap(\.share))),
            ]
            for (name, values) in expected {
                expectClose(try file.floats(name, on: device), values, within: .summationOrder, named: name)
            }
            #expect(try file.integers("raw/\(layer)/row-position") == (0..<70).map { $0 })
            #expect(try file.integers("steps/\(layer)/fate").allSatisfy { $0 == 1 })
        }
        expectClose(
            try file.floats("rollout/rollout", on: device), try #require(rollout.map).values, within: .summationOrder,
            named: "rollout")
        #expect(run.output.contains("layer 1: the row at 69 looks back"))
        let figures = try FileManager.default.contentsOfDirectory(atPath: folder.path("maps/figures"))
        for name in [
            "raw-0", "extended-1", "projected-0", "mean-distance", "rollout", "steps", "state-norm", "needle-content",
        ] {
            #expect(figures.contains("\(name).gp") && figures.contains("\(name).dat"), "\(figures)")
        }
        let captions = try String(contentsOfFile: folder.path("maps/captions.md"), encoding: .utf8)
        #expect(captions.contains("logarithmic scale from 1/10000") && captions.contains("mean of |α|"))
    }

    private func vector(_ values: [Double]) -> Tensor {
        Tensor(values.map { Float($0) }, shape: [values.count], on: device)
    }

    @Test func `channels, layers, rows and columns are chosen`() async throws {
        let (_, file) = try await map(
            "--kind", "raw", "--layers", "1", "1", "--channels", "2-30:14", "--rows", "69,3", "--columns", "5")
        let attention = try HiddenAttention(of: recorded(1, channels: [2, 16, 30]), form: .raw)
        let rows = try attention.rows(at: [3, 69]).absolute.values
        expectClose(try file.floats("raw/1/rows/absolute", on: device), rows, within: .summationOrder, named: "rows")
        #expect(try file.integers("raw/1/rows/row-position") == [3, 69])
        let columns = try attention.columns(at: [5]).signed.values
        expectClose(
            try file.floats("raw/1/columns/signed", on: device), columns, within: .summationOrder, named: "columns")
        #expect(!file.names.contains { $0.hasPrefix("raw/0") })
    }

    @Test func `chosen channels are mapped one by one beside their average, in each shape`() async throws {
        let (_, whole) = try await map(
            "--kind", "raw,extended,rollout", "--layers", "1", "--channels", "3,17", "--each-channel", "--forms", "svg")
        let scan = try recorded(1, channels: [3, 17])
        for (kind, form) in [("raw", HiddenAttention.Form.raw), ("extended", .extended)] {
            let attention = try HiddenAttention(of: scan, form: form)
            for channel in [3, 17] {
                let map = try attention.map(ofChannel: channel).values
                let group = "\(kind)/1/channel-\(channel)"
                expectClose(
                    try whole.floats("\(group)/signed", on: device), map, within: .summationOrder, named: group)
                #expect(!whole.names.contains("\(group)/absolute"))
            }
            expectClose(
                try whole.floats("\(kind)/1/absolute", on: device), try attention.averages().absolute.values,
                within: .summationOrder, named: kind)
        }
        let captions = try String(contentsOfFile: folder.path("maps/captions.md"), encoding: .utf8)
        #expect(captions.contains("## extended-1-channel-17\n\nLayer 1, extended map of channel 17, no strategy: "))
        #expect(captions.contains("α is the map of channel 17."))
        let rows = try await map(
            "--kind", "raw", "--layers", "1", "--channels", "3", "--each-channel", "--rows", "69"
        ).file
        #expect(
            try rows.floats("raw/1/channel-3/rows/signed", on: device).values
                == rows.floats("raw/1/rows/signed", on: device).values)
        let blocks = try await map(
            "--kind", "raw", "--layers", "1", "--channels", "3", "--each-channel", "--blocks", "4"
        ).file
        #expect(blocks.names.contains("raw/1/channel-3/blocks/absolute"))
    }

    @Test func `a figure of few rows of a long sequence has cells for blocks of positions`() async throws {
        let long = TinyModel.tokens(1_030, key: RandomKey(seed: 7))
        let path = try folder.file("long.json", "[\(long)]")
        let run = await InProcess(
            "map", "--model", modelPath, "--tokens", path, "--kind", "raw", "--layers", "1", "--channels", "3",
            "--strategy", Self.decimating, "--forms", "svg", "--output", folder.path("maps"))
        try #require(run.status == .success, "\(run.notes)")
        let file = try HDF5Reader(contentsOf: URL(fileURLWithPath: folder.path("maps/maps.h5")))
        let kept = try file.integers("raw/1/row-position").map { Int($0) }
        let map = try file.floats("raw/1/absolute", on: device)
        #expect(kept.count < 100 && map.shape == [kept.count, 1_030])
        // Three positions a cell: entries of rows and columns that were kept, and none later than its row.
        var cells: [Int: [Float]] = [:]
        for (row, position) in kept.enumerated() {
            for column in kept where column <= position {
                cells[position / 3 * 344 + column / 3, default: []].append(map.values[row * 1_030 + column])
            }
        }
        let text = try String(contentsOfFile: folder.path("maps/figures/raw-1.dat"), encoding: .utf8)
        let drawn = text.split(separator: "\n").dropFirst().flatMap { $0.split(separator: " ") }
            .map { Float($0) ?? .nan }
        try #require(text.hasPrefix("# 344 rows, 344 columns\n") && drawn.count == 344 * 344)
        for (cell, value) in drawn.enumerated() {
            guard let entries = cells[cell] else {
                #expect(value.isNaN)
                continue
            }
            let mean = entries.reduce(0, +) / Float(entries.count)
            #expect(abs(value - mean) <= 1e-4 * mean, "cell \(cell): \(value) for \(mean)")
        }
        let captions = try String(contentsOfFile: folder.path("maps/captions.md"), encoding: .utf8)
        #expect(captions.contains("means over cells of 3 positions"))
    }

    @Test func `rows that a strategy dropped have columns of zeros and are marked`() async throws {
        let (_, file) = try await map("--kind", "raw,steps", "--strategy", Self.decimating)
        let kept = try file.integers("raw/1/row-position")
        #expect(kept.count == 21 && kept.last == 69)
        let values = try file.floats("raw/1/absolute", on: device)
        #expect(values.shape == [21, 70])
        let sums = (0..<70).map { column in (0..<21).reduce(Float(0)) { $0 + values.values[$1 * 70 + column] } }
        #expect((0..<70).filter { sums[$0] > 0 } == kept.map { Int($0) })
        let fates = try file.integers("steps/1/fate")
        #expect((0..<70).filter { fates[$0] == 1 } == kept.map { Int($0) })
        #expect(try file.integers("steps/0/fate").allSatisfy { $0 == 1 })
    }

    @Test func `of rows that were asked for, those that a layer lacks are named and the others made`() async throws {
        let all = try await map("--kind", "raw", "--strategy", Self.decimating).file
        let kept = try all.integers("raw/1/row-position")
        let dropped = try #require((0..<70).first { !kept.contains($0) })
        let (run, file) = try await map(
            "--kind", "raw", "--strategy", Self.decimating, "--rows", "\(dropped),69", "--columns", "\(dropped)")
        #expect(try file.integers("raw/0/rows/row-position") == [dropped, 69])
        #expect(try file.integers("raw/1/rows/row-position") == [69])
        #expect(file.names.contains("raw/0/columns/signed") && !file.names.contains("raw/1/columns/signed"))
        for thing in ["row", "column"] {
            #expect(
                run.notes.contains("Layer 1, raw map: no \(thing) at position \(dropped): a strategy dropped it\n"),
                "\(run.notes)")
        }
        #expect(!run.notes.contains("Layer 0"))
        let captions = try String(contentsOfFile: folder.path("maps/captions.md"), encoding: .utf8)
        #expect(captions.contains("Layer 1, raw map: no row at position \(dropped)"))
        let nothing = await InProcess(
            "map", "--model", modelPath, "--tokens", tokensPath, "--list", "1", "--kind", "raw", "--layers", "1",
            "--strategy", Self.decimating, "--rows", "\(dropped)", "--output", folder.path("nothing"))
        #expect(nothing.status == .usage)
        #expect(nothing.notes.contains("Layer 1, raw map: no row at position \(dropped)"), "\(nothing.notes)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("nothing")))
    }

    @Test func `maps say of which model and sample they are, as the dump of the same does`() async throws {
        let (run, file) = try await map("--kind", "steps", "--forms", "svg")
        #expect(run.notes.contains("maps.h5, 1 figure\n") || run.notes.contains("not all drawn"), "\(run.notes)")
        let dumped = await InProcess(
            "dump", "--model", modelPath, "--tokens", tokensPath, "--sites", "scan-inputs", "--output",
            folder.path("dump"))
        try #require(dumped.status == .success, "\(dumped.notes)")
        let mapped = await InProcess(
            "map", "--dump", folder.path("dump"), "--sample", "1", "--kind", "steps", "--forms", "svg", "--output",
            folder.path("other"))
        try #require(mapped.status == .success, "\(mapped.notes)")
        let other = try HDF5Reader(contentsOf: URL(fileURLWithPath: folder.path("other/maps.h5")))
        for name in ["model", "model-hash", "sample", "tokens", "channels"] {
            #expect(try file.attributes()[name] == other.attributes()[name], "\(name)")
        }
        #expect(try other.attributes()["sample"] == .text("1"))
        guard case .text(let hash)? = try file.attributes()["model-hash"] else { throw Missing(name: "model-hash") }
        #expect(hash.count == 64)
    }

    private struct Missing: Error {
        let name: String
    }

    @Test func `an index of a dump that does not fit its files is refused`() async throws {
        let dumped = await InProcess(
            "dump", "--model", modelPath, "--tokens", tokensPath, "--sites", "scan-inputs", "--layers", "0", "--output",
            folder.path("dump"))
        try #require(dumped.status == .success, "\(dumped.notes)")
        let index = URL(fileURLWithPath: folder.path("dump/index.json"))
        let text = try String(contentsOf: index, encoding: .utf8)
        func refused(_ changed: String, _ extra: [String] = []) async throws -> InProcess {
            try changed.write(to: index, atomically: true, encoding: .utf8)
            let arguments = ["--dump", folder.path("dump"), "--sample", "1", "--output", folder.path("none")]
            let run = await InProcess(command: "map", arguments + extra)
            #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
            return run
        }
        let tokens = try await refused(text.replacing("\"tokens\" : 70", with: "\"tokens\" : 4"))
        #expect(tokens.status == .data)
        #expect(
            tokens.notes.contains("index.json: of baseline-1.h5 it says that 'tokens' is 4, and that file says 70"),
            "\(tokens.notes)")
        let outside = try await refused(
            text.replacing("\"file\" : \"baseline-1.h5", with: "\"file\" : \"../baseline-1.h5"))
        #expect(outside.status == .data)
        #expect(outside.notes.contains("'../baseline-1.h5'"), "\(outside.notes)")
        let layer = try await refused(text, ["--layers", "1"])
        #expect(layer.status == .usage)
        #expect(layer.notes.contains("there is no layer 1"), "\(layer.notes)")
    }

    @Test(arguments: [SIGINT, SIGTERM], ["reading", "mapping"])
    func `a signal ends it with 75 and leaves nothing that is not whole`(_ signal: Int32, _ moment: String) throws {
        let long = TinyModel.tokens(60_000, key: RandomKey(seed: 6))
        let path = try folder.file("long.json", "[\(long)]")
        let output = folder.path("interrupted")
        let run = try Program(
            [
                "map", "--model", modelPath, "--tokens", path, "--kind", "raw", "--blocks", "64", "--output", output,
            ], signal: (signal, 1, moment))
        #expect(run.status == 75, "\(run.errors)")
        #expect(run.errors.contains("error: interrupted; no map is written"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func `a long sequence is averaged over blocks, and refused without them`() async throws {
        let long = TinyModel.tokens(HiddenAttention.exactLimit + 5, key: RandomKey(seed: 6))
        let path = try folder.file("long.json", "[\(long)]")
        let arguments = ["--model", modelPath, "--tokens", path, "--channels", "3", "--layers", "0", "--kind", "raw"]
        let refused = await InProcess(command: "map", arguments + ["--output", folder.path("refused")])
        #expect(refused.status == .data)
        #expect(refused.notes.contains("4101 rows") && refused.notes.contains("block averages"), "\(refused.notes)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("refused")))
        let run = await InProcess(command: "map", arguments + ["--blocks", "64", "--output", folder.path("long")])
        try #require(run.status == .success, "\(run.notes)")
        let file = try HDF5Reader(contentsOf: URL(fileURLWithPath: folder.path("long/maps.h5")))
        let blocks = try file.floats("raw/0/blocks/absolute", on: device)
        #expect(blocks.shape == [64, 64])
        #expect((0..<64).allSatisfy { blocks.values[$0 * 65] > 0 })
        #expect(try file.integers("raw/0/blocks/row-start").prefix(3) == [0, 65, 130])
    }

    @Test(arguments: [
        (["--kind", "raw,rough"], "--kind"), (["--layers", "2"], "there is no layer 2"),
        (["--channels", "5-32"], "there is no channel 32"), (["--layers", "3-1"], "--layers"),
        (["--rows", "70"], "there is no position 70"), (["--blocks", "0"], "--blocks"),
        (["--blocks", "4", "--rows", "1"], "either --blocks"),
        (["--kind", "steps", "--blocks", "4"], "raw and extended"),
        (["--kind", "raw", "--needle", "3-4"], "kind state"), (["--needle", "3,7"], "one range"),
        (["--prompt-file", "x"], "either --prompt-file or --tokens"), (["--dump", "x"], "either --model"),
        (["--show", "row-normalised", "--blocks", "4"], "no single row"), (["--forms", "gif"], "--forms"),
        (["--kind", "raw,projected", "--channels", "0-3"], "sums over all channels"), (["--layers", ","], "--layers"),
        (["--kind", "raw", "--each-channel"], "--each-channel is for channels named by --channels"),
        (["--kind", "steps", "--channels", "1", "--each-channel"], "kinds raw and extended"),
        (["--list", "2"], "holds 2"), (["--column", "x"], "for --dump"), (["--workers", "0"], "--workers"),
    ])
    func `options that make no sense are refused by their names`(_ extra: [String], _ message: String) async throws {
        let output = folder.path("none")
        let list = extra.contains("--list") ? [] : ["--list", "1"]
        let run = await InProcess(
            command: "map", ["--model", modelPath, "--tokens", tokensPath, "--output", output] + list + extra)
        #expect(run.status == .usage, "\(run.notes)")
        #expect(run.notes.contains(message), "\(run.notes)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func `a folder of something else is left alone`() async throws {
        try FileManager.default.createDirectory(atPath: folder.path("notes"), withIntermediateDirectories: true)
        let note = try folder.file("notes/mine.txt", "kept")
        for output in [folder.path("notes"), note] {
            let run = await InProcess(
                "map", "--model", modelPath, "--tokens", tokensPath, "--kind", "steps", "--output", output)
            #expect(run.status == .configuration)
            #expect(run.notes.contains("\(output) is not empty and holds no maps"), "\(run.notes)")
        }
        #expect(try String(contentsOfFile: note, encoding: .utf8) == "kept")
    }

    @Test func `maps of before are replaced`() async throws {
        _ = try await map("--kind", "steps", "--forms", "svg")
        _ = try folder.file("maps/.maps.h5.1-0.partial", "what a killed process leaves")
        let (_, file) = try await map("--kind", "distance", "--forms", "svg")
        #expect(file.names.allSatisfy { $0.hasPrefix("distance/") })
    }
}
