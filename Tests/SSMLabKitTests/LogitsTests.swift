import Foundation
import SSMContext
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import Testing

@Suite struct LogitsTests {
    private let folder: TemporaryFolder
    private let device = Device(workers: 1)
    private let model: LanguageModel
    private let modelPath: String
    private let tokens: [[TokenID]]
    private let tokensPath: String

    init() throws {
        folder = try TemporaryFolder()
        model = try TinyModel.make(on: device)
        let parts = model.checkpointParts()
        modelPath = folder.path("tiny.h5")
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration])
            .write(to: URL(fileURLWithPath: modelPath))
        // The first sequence is longer than a chunk.
        tokens = [LanguageModel.defaultChunkRows + 13, 1, 7].enumerated().map {
            TinyModel.tokens($1, key: RandomKey(seed: UInt64($0)))
        }
        tokensPath = try folder.file("ids.json", "\(tokens)")
    }

    private func logits(_ arguments: String...) async throws -> (run: InProcess, file: HDF5Reader) {
        let output = folder.path("out.h5")
        let all = ["--model", modelPath, "--tokens", tokensPath, "--output", output] + arguments
        let run = await InProcess(command: "logits", all)
        try #require(run.status == .success, "\(run.notes)")
        return (run, try HDF5Reader(contentsOf: URL(fileURLWithPath: output)))
    }

    @Test func `logits and hidden states are those of one pass`() async throws {
        let (_, file) = try await logits("--hidden")
        for (index, sequence) in tokens.enumerated() {
            let recorder = HiddenRecorder()
            let result = try model.forward(
                ForwardRequest(
                    stream: TokenStream([sequence]), sequences: TinyModel.prompts([sequence]),
                    outputs: ForwardOutputs(hidden: .surviving, logits: .surviving), probes: ProbeSet([recorder]),
                    chunkRows: sequence.count),
                meter: CostMeter())
            let expected = try #require(result.logits)
            let found = try file.floats("/logits/\(index)", on: device)
            expectClose(found, expected.values, within: .summationOrder, named: "logits \(index)")
            #expect(try file.integers("/positions/\(index)") == (0..<Int64(sequence.count)).map { $0 })
            let last = try file.floats("/hidden_states/\(index)/\(model.configuration.layers)", on: device)
            expectClose(last, try #require(result.hidden).values, within: .summationOrder, named: "final norm \(index)")
            for (layer, rows) in recorder.residuals.enumerated() {
                let found = try file.floats("/hidden_states/\(index)/\(layer)", on: device)
                expectClose(found, rows, within: .summationOrder, named: "layer \(layer) of \(index)")
            }
        }
    }

    @Test func `with a strategy the rows that survive are written, with their positions`() async throws {
        let (_, file) = try await logits(
            "--hidden", "--strategy", "decimamba:{layers: [0], base-length: 5, minimum: 1}")
        let positions = try file.integers("/positions/0")
        #expect(positions.count == 6)  // the base length and the protected last row
        #expect(positions == positions.sorted())
        #expect(positions.last == Int64(tokens[0].count - 1))
        #expect(try file.floats("/logits/0", on: device).shape == [6, model.configuration.vocabularySize])
        #expect(try file.integers("/hidden_positions/0/1") == positions)
        #expect(try file.integers("/positions/1") == [0])
    }

    @Test(arguments: [
        ("[[1, 2], []]", "list 1 is empty"), ("[[1, 2], [3, 32]]", "list 1, index 1: the token 32"),
        ("[[-1]]", "list 0, index 0: the token -1"), ("[[1, \"a\"]]", "list 0, index 1 is no whole number"),
        ("[1]", "list 0 is no list"), ("{}", "list of lists"), ("[]", "the list is empty"), ("[[1", "list of lists"),
    ])
    func `bad token lists are refused with their place`(_ text: String, _ message: String) async throws {
        let path = try folder.file("bad.json", text)
        let output = folder.path("none.h5")
        let run = await InProcess("logits", "--model", modelPath, "--tokens", path, "--output", output)
        #expect(run.status == .data)
        #expect(run.notes.contains(path))
        #expect(run.notes.contains(message), "\(run.notes)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func `models that cannot be read exit with 4 and name the file`() async throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: modelPath))
        let cut = folder.path("cut.h5")
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: cut))
        var flipped = bytes
        flipped[bytes.count * 3 / 4] ^= 1
        let changed = folder.path("changed.h5")
        try flipped.write(to: URL(fileURLWithPath: changed))
        for path in [cut, changed, folder.path("absent.h5"), folder.path("absent"), folder.url.path] {
            let run = await InProcess(
                "logits", "--model", path, "--tokens", tokensPath, "--output", folder.path("none.h5"))
            #expect(run.status == .data, "\(path)")
            #expect(run.notes.contains(path), "\(run.notes)")
        }
    }

    @Test func `a checkpoint without a tensor, or with one of another shape, is refused by the tensor's name`()
        async throws
    {
        let parts = model.checkpointParts()
        let name = "model/backbone.layers.1.mixer.D"
        for (replacement, message) in [(nil, "is missing"), (Tensor.zeros([3], on: device), "has the shape [3]")] {
            var tensors = ParameterTree()
            for (other, tensor) in parts.tensors where other != name { tensors[other] = tensor }
            if let replacement { tensors[name] = replacement }
            let path = folder.path("other.h5")
            try Checkpoint(tensors: tensors, texts: ["model": parts.configuration]).write(
                to: URL(fileURLWithPath: path))
            let run = await InProcess(
                "logits", "--model", path, "--tokens", tokensPath, "--output", folder.path("none.h5"))
            #expect(run.status == .data)
            #expect(run.notes.contains("backbone.layers.1.mixer.D"))
            #expect(run.notes.contains(message), "\(run.notes)")
        }
    }

    @Test func `a strategy that was not trained exits with 4, unless that is asked for`() async throws {
        let arguments = [
            "--model", modelPath, "--tokens", tokensPath, "--output", folder.path("out.h5"), "--strategy", "trained",
        ]
        let registration = [TrainedStrategy.registration]
        let refused = await InProcess(command: "logits", arguments, strategies: registration)
        #expect(refused.status == .data)
        #expect(refused.notes.contains("trained") && refused.notes.contains("factor"), "\(refused.notes)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out.h5")))
        let allowed = await InProcess(command: "logits", arguments + ["--untrained"], strategies: registration)
        #expect(allowed.status == .success, "\(allowed.notes)")
    }

    @Test func `an output that is a model, the tokens or another file is refused, and the file is kept`() async throws {
        let (link, hard, copy) = (folder.path("link.h5"), folder.path("hard.h5"), folder.path("copy.h5"))
        let files = FileManager.default
        try files.createSymbolicLink(atPath: link, withDestinationPath: modelPath)
        try files.linkItem(atPath: modelPath, toPath: hard)
        try files.copyItem(atPath: modelPath, toPath: copy)
        let text = try folder.file("notes.txt", "kept")
        let same = "this is the input"
        let other = "holds no logits"
        for (output, message) in [
            (modelPath, same), (link, same), (hard, same), (tokensPath, same), (copy, other), (text, other),
        ] {
            let before = try Data(contentsOf: URL(fileURLWithPath: output))
            let run = await InProcess("logits", "--model", modelPath, "--tokens", tokensPath, "--output", output)
            #expect(run.status == .data)
            #expect(run.notes.contains("\(output): ") && run.notes.contains(message), "\(run.notes)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == before, "\(output)")
        }
    }

    @Test func `logits of before are replaced`() async throws {
        _ = try await logits()
        let (_, file) = try await logits("--hidden")
        #expect(file.names.contains("hidden_states/0/0"))
    }

    @Test func `an output that cannot be written exits with 5`() async throws {
        let run = await InProcess(
            "logits", "--model", modelPath, "--tokens", tokensPath, "--output", folder.path("no/folder/out.h5"))
        #expect(run.status == .disk)
    }
}

/// Keeps the residual stream after each layer of one chunk.
private final class HiddenRecorder: Probe, @unchecked Sendable {  // a pass calls it on its own thread only
    private(set) var residuals: [Tensor] = []
    let sites: Set<Site> = [.residual]
    let layers = LayerSelection.all

    func observe(_ observation: Observation) {
        if case .tensor(let rows) = observation.value { residuals.append(rows) }
    }
}
