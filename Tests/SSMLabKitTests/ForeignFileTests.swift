import Foundation
import SSMEval
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

/// Checkpoints that another program wrote are read by a child process first; these run the program itself.
@Suite struct ForeignFileTests {
    private let folder: TemporaryFolder
    private let tokens: String
    private let own: String

    init() throws {
        folder = try TemporaryFolder()
        tokens = try folder.file("ids.json", "[[1, 2, 3]]")
        own = folder.path("own.h5")
        var task = MQARConfiguration()
        task.symbols = 16
        let words = try WordTokenizer(words: MQARTask(task).vocabulary)
        let parts = try TinyModel.make(
            TinyModel.configuration(vocabularySize: words.vocabularySize), on: Device(workers: 1)
        ).checkpointParts()
        try Checkpoint(
            tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": words.json]
        ).write(
            to: URL(fileURLWithPath: own))
    }

    /// Copies the checkpoint with h5py, after a change.
    private func rewritten(_ change: String) throws -> String {
        let python = try #require(
            ProcessInfo.processInfo.environment["SSMLAB_PYTHON"], "run the tests with `make test`, which makes .venv")
        let path = folder.path("foreign.h5")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            "-c",
            """
            import h5py, sys
            with h5py.File(sys.argv[1]) as source, h5py.File(sys.argv[2], "w") as target:
                for name in source:
                    source.copy(name, target)
                \(change)
            """, own, path,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return path
    }

    private func logits(of model: String) throws -> Program {
        try Program(["logits", "--model", model, "--tokens", tokens, "--output", folder.path("out.h5")])
    }

    @Test func `a sound file of another program is read`() throws {
        let run = try logits(of: try rewritten("pass"))
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test(arguments: [("pass", Int32(0)), ("target['model/extra'] = h5py.ExternalLink('/etc/passwd', '/')", 4)])
    func `an experiment begins with a file of another program if it is sound`(
        _ change: String, _ status: Int32
    ) throws {
        let model = try rewritten(change)
        let path = try folder.file(
            "foreign.yaml",
            """
            experiment: foreign
            model: {checkpoint: \(model)}
            strategies: {mamba: []}
            evaluate: [{task: mqar, symbols: 16, pairs: 2, lengths: [16], samples: 2}]
            """)
        for flags in [["--dry-run"], []] {
            let run = try Program(["run", path, "--output", folder.path("runs")] + flags)
            #expect(run.status == status, "\(run.errors)")
            if status != 0 { #expect(run.errors.contains(model)) }
        }
    }

    @Test func `a file that leads to other files is refused`() throws {
        let path = try rewritten("target['model/extra'] = h5py.ExternalLink('/etc/passwd', '/')")
        let run = try logits(of: path)
        #expect(run.status == 4)
        #expect(run.errors.contains(path))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out.h5")))
    }
}
