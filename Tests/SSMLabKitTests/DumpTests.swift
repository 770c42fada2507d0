import Foundation
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// `ssmlab dump` in this process.
@Suite struct DumpTests {
    private let fixture: GenerationFixture
    private let model: LanguageModel
    private let device = Device(workers: 1)
    private let tokens: [TokenID]
    private let tokensPath: String
    private let output: String

    init() throws {
        fixture = try GenerationFixture()
        model = try LoadedModel(contentsOf: URL(fileURLWithPath: fixture.model), on: device).model
        // Longer than a chunk; without the token that ends texts.
        tokens = TinyModel.tokens(
            LanguageModel.defaultChunkRows + 30, vocabularySize: 260, key: RandomKey(seed: 1))
        tokensPath = try fixture.folder.file("ids.json", "\([tokens, Array(tokens.prefix(40))])")
        output = fixture.folder.path("dump")
    }

    private static let decimation = ["--strategy", "decimamba:{layers: [1], base-length: 100, protected: 4}"]

    /// No row is dropped in the layer that is dumped.
    private static let decimationElsewhere: [String] = decimation + ["--layers", "0"]

    private func dump(
        _ sites: [String], _ arguments: [String] = [], to folder: String? = nil
    ) async -> InProcess {
        let places = ["--tokens", tokensPath, "--output", folder ?? output]
        return await InProcess(
            command: "dump", ["--model", fixture.model] + places + ["--sites"] + sites + arguments)
    }

    private func reader(_ name: String) throws -> HDF5Reader {
        try HDF5Reader(contentsOf: URL(fileURLWithPath: output).appending(path: name))
    }

    private func files() throws -> [DumpedFile] { try DumpFolder.files(in: URL(fileURLWithPath: output)) }

    // MARK: Content

    @Test func `a dump has the bits that probes see`() async throws {
        let run = await dump(["scan-inputs", "embedding,residual", "scan-output,block-output,final-hidden"])
        try #require(run.status == .success, "\(run.notes)")
        let sites: Set<Site> = [
            .embedding, .residual, .hookedScanInputs, .scanOutput, .blockOutput, .finalHidden, .convolutionInput,
        ]
        let recorder = ObservationRecorder(sites: sites)
        _ = try model.forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true), probes: ProbeSet([recorder])),
            meter: CostMeter())
        let file = try reader("baseline-0.h5")
        func expect(_ name: String, _ expected: Tensor) throws {
            expectSameBits(try file.floats(name, on: device), expected, named: name)
            #expect(try file.integers("\(name)-token") == tokens.map { Int64($0) })
            #expect(try file.integers("\(name)-position") == (0..<Int64(tokens.count)).map { $0 })
        }
        try expect("embedding/0", recorder.values(of: .embedding, at: 0))
        try expect("final-hidden/3", recorder.values(of: .finalHidden, at: 3))
        let parts: [(String, (ScanInputs) -> Tensor?)] = [
            ("x", { $0.x }), ("raw-step", { $0.rawSteps }), ("step", { $0.steps }), ("b", { $0.b }), ("c", { $0.c }),
            ("gate", { $0.gate }),
        ]
        for layer in 0..<3 {
            for site in [Site.residual, .scanOutput, .blockOutput, .convolutionInput] {
                try expect("\(site.rawValue)/\(layer)", recorder.values(of: site, at: layer))
            }
            for (name, part) in parts {
                try expect("\(name)/\(layer)", recorder.values(of: .hookedScanInputs, at: layer, part))
            }
            let block = "backbone.layers.\(layer).mixer"
            for (name, parameter) in [
                ("d", "D"), ("step-bias", "dt_proj.bias"), ("conv", "conv1d.weight"), ("conv-bias", "conv1d.bias"),
                ("out-projection", "out_proj.weight"),
            ] {
                let weight = try #require(model.parameters["\(block).\(parameter)"])
                #expect(try file.floats("weights/\(layer)/\(name)", on: device).values == weight.values)
            }
            let rates = try #require(model.parameters["\(block).A_log"]).values.map { -exp($0) }
            expectClose(
                try file.floats("weights/\(layer)/a", on: device).values, rates, within: .summationOrder,
                named: "rates of layer \(layer)")
        }
        #expect(try file.texts("residual/0-text") == tokens.map { fixture.tokenizer.decode([$0]) })
    }

    @Test func `states stand under the rows that they have seen, every k rows and at the end`() async throws {
        let run = await dump(["state", "conv-state"], ["--state-every", "200", "--layers", "0-2:2"])
        try #require(run.status == .success, "\(run.notes)")
        let file = try reader("baseline-0.h5")
        #expect(try file.integers("state/2-position") == [199, 399, 541])
        #expect(!file.names.contains("state/1"))
        for (index, rows) in [200, 400, 542].enumerated() {
            let result = try model.forward(
                ForwardRequest(
                    stream: TokenStream([Array(tokens.prefix(rows))]), sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true), chunkRows: 200),
                meter: CostMeter())
            let layer = try #require(result.state).layers[2]
            let found = try file.floats("state/2", rows: index..<(index + 1), on: device)
            expectSameBits(found, layer.scan, named: "state after \(rows)")
            let convolution = try file.floats("conv-state/2", rows: index..<(index + 1), on: device)
            expectSameBits(convolution, layer.convolution, named: "convolution after \(rows)")
        }
    }

    @Test func `where rows are dropped each layer has rows of its own`() async throws {
        let sites = ["scan-inputs", "residual", "kept", "importance", "decimamba.scores"]
        let run = await dump(sites, Self.decimation)
        try #require(run.status == .success, "\(run.notes)")
        let file = try reader("decimamba-0.h5")
        let kept = try file.integers("kept/1")
        #expect(kept.count > 90 && kept.count < 120)
        #expect(Array(kept.suffix(4)) == [538, 539, 540, 541])
        for name in ["residual/1", "residual/2", "x/1", "conv-input/2", "kept/1"] {
            #expect(try file.integers("\(name)-position") == kept, "\(name)")
        }
        for name in ["residual/0", "conv-input/1", "x/0", "importance/1"] {
            #expect(try file.entry("\(name)-position").shape == [542], "\(name)")
        }
        let scores = try file.floats("decimamba.scores/1", on: device).values
        #expect(try file.floats("importance/1", on: device).values == scores)
        let few = try reader("decimamba-1.h5")
        #expect(try few.integers("kept/1") == (0..<40).map { $0 })
        #expect(try files().map(\.file) == ["decimamba-0.h5", "decimamba-1.h5"])
        #expect(try files()[0].layers == [0, 1, 2])
    }

    // MARK: Folders and errors

    @Test func `what is there is not done again, and another dump never takes its place`() async throws {
        #expect(await dump(["residual"]).status == .success)
        let before = try Data(contentsOf: URL(fileURLWithPath: output + "/baseline-0.h5"))
        let again = await dump(["residual"])
        #expect(again.status == .success)
        #expect(again.notes == "baseline-0.h5 is there already\nbaseline-1.h5 is there already\n")
        let other = await dump(["residual"], ["--half"])
        #expect(other.status == .configuration)
        #expect(other.notes.contains("has a finished baseline-0.h5 of another dump"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: output + "/baseline-0.h5")) == before)
        let beside = await dump(["residual"], Self.decimation)
        #expect(beside.status == .success, "\(beside.notes)")
        #expect(try files().map(\.strategy) == ["baseline", "baseline", "decimamba", "decimamba"])
    }

    @Test(arguments: [
        (["residul"], [], "unknown site 'residul'; did you mean 'residual'?"),
        ([","], [], "--sites: name at least one site"),
        (["residual"], ["--layers", "3"], "there is no layer 3"), (["residual"], ["--layers", ","], "--layers"),
        (["residual"], ["--layers", "2-1"], "--layers"),
        (["kept"], [], "no strategy gave 'kept'"), (["residual", "importance"], [], "no strategy gave 'importance'"),
        (["kept"], decimationElsewhere, "no strategy gave 'kept' in the layers of the dump"),
        (["state"], ["--state-every", "0"], "0 is not at least 1"),
        (["state"], ["--state-every", "1009"], "take a multiple of 512"),
        (["remamba.cosine"], [], "no strategy gave 'remamba.cosine'"),
        (["decimamba.importance"], decimation, "what strategies gave: decimamba.scores"),
    ])
    func `what cannot be dumped is refused by name, and nothing is left`(
        _ sites: [String], _ arguments: [String], _ words: String
    ) async throws {
        let run = await dump(sites, arguments)
        #expect(run.status == .usage)
        #expect(run.notes.contains(words), "\(run.notes)")
        let names = try? FileManager.default.contentsOfDirectory(atPath: output)
        #expect(names?.contains { $0.hasSuffix(".h5") || $0.hasSuffix(".partial") } != true, "\(names ?? [])")
    }

    @Test func `a folder that is in use or holds other files is left alone`() async throws {
        let holder = try DumpFolder(URL(fileURLWithPath: output))
        let busy = await dump(["residual"])
        #expect(busy.status == .configuration)
        #expect(busy.notes.contains("another process works in"))
        withExtendedLifetime(holder) {}
        let other = fixture.folder.path("model")
        let occupied = await dump(["residual"], to: other)
        #expect(occupied.status == .configuration)
        #expect(occupied.notes.contains("is not empty and holds no dump"), "\(occupied.notes)")
    }
}
