import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
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
        let parts = try TinyModel.make(on: Device(workers: 1)).checkpointParts()
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration]).write(
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

    @Test func `a file that leads to other files is refused`() throws {
        let path = try rewritten("target['model/extra'] = h5py.ExternalLink('/etc/passwd', '/')")
        let run = try logits(of: path)
        #expect(run.status == 4)
        #expect(run.errors.contains(path))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out.h5")))
    }
}
