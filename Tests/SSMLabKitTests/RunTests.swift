import Foundation
import SSMLabKit
import SSMStore
import SSMTensor
import Testing

@Suite struct RunTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func experiment(named name: String = "tiny", steps: Int = 6) throws -> String {
        try folder.file(
            "\(name).yaml",
            """
            experiment: \(name)
            model: {architecture: mamba, width: 16, layers: 2}
            data: {task: passkey, length: 64}
            train:
              - {name: base, steps: \(steps), batch-tokens: 128, checkpoint-every: 50}
            strategies:
              mamba: []
              decimamba: [{decimamba: {layers: [1], base-length: 16}, during: answer}]
            evaluate:
              - {task: passkey, lengths: [64, 128], depths: [0.5], samples: 4}
            """)
    }

    /// The weights that a run's only stage ended with.
    private func weights(in output: String) throws -> ParameterTree {
        let stages = folder.url.appending(path: "\(output)/stages")
        let names = try FileManager.default.contentsOfDirectory(atPath: stages.path)
        let name = try #require(names.first)
        let newest = try CheckpointFolder(stages.appending(path: "\(name)/checkpoints")).newest(on: Device(workers: 1))
        return try #require(newest).checkpoint.tensors.group(under: "model/")
    }

    @Test func `an experiment ends with a table, and is not run twice`() async throws {
        let path = try experiment()
        let output = folder.path("runs")
        let run = await InProcess("run", path, "--output", output)
        #expect(run.status == .success, "\(run.notes)")
        for text in ["mamba", "decimamba", "chance", "64", "128"] { #expect(run.output.contains(text), "\(text)") }
        for form in ["txt", "md", "csv"] {
            #expect(FileManager.default.fileExists(atPath: "\(output)/table.\(form)"), "\(form)")
        }
        #expect(try String(contentsOfFile: "\(output)/table.txt", encoding: .utf8).hasPrefix(run.output))
        let again = await InProcess("run", path, "--output", output)
        #expect(again.status == .success)
        #expect(again.notes.contains("3 of them finished already"))
        #expect(again.output == run.output)
    }

    @Test func `a dry run says what would run and writes nothing`() async throws {
        let output = folder.path("runs")
        let run = await InProcess("run", try experiment(), "train.base.steps=7", "--output", output, "--dry-run")
        #expect(run.status == .success)
        #expect(run.output.contains("steps: 7"))
        #expect(run.output.contains("1 run of training, 2 of evaluation"))
        #expect(run.output.contains("parameters: vocabulary"))
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func `a strategy that was not trained exits with 4, unless that is asked for`() async throws {
        let path = try folder.file(
            "untrained.yaml",
            """
            experiment: untrained
            model: {architecture: mamba, width: 16, layers: 1}
            data: {task: passkey, length: 64}
            train:
              - {name: base, steps: 1, batch-tokens: 64}
            strategies:
              mamba: []
              other: [trained]
            evaluate:
              - {lengths: [64], samples: 1}
            """)
        let arguments = [path, "--output", folder.path("untrained")]
        let registration = [TrainedStrategy.registration]
        for planning in [[], ["--dry-run"]] {
            let refused = await InProcess(command: "run", arguments + planning, strategies: registration)
            #expect(refused.status == .data)
            #expect(refused.notes.contains("'trained/factor'") && refused.notes.contains("--untrained"))
            #expect(!FileManager.default.fileExists(atPath: folder.path("untrained")))
        }
        let allowed = await InProcess(command: "run", arguments + ["--untrained"], strategies: registration)
        #expect(allowed.status == .success, "\(allowed.notes)")
        let trained = await InProcess(
            command: "run", arguments + ["train.base.with-strategy=true"], strategies: registration)
        #expect(trained.status == .success, "\(trained.notes)")
    }

    @Test(arguments: try experiments())
    func `every experiment that is shipped can be planned`(_ path: String) async throws {
        let run = await InProcess("run", path, "--dry-run", "--output", folder.path("runs"))
        #expect(run.status == .success, "\(run.notes)")
    }

    @Test func `the experiment of the README can be planned`() async throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(readme.firstMatch(of: /```yaml\n(?s:(.*?))```/)?.1)
        let run = await InProcess("run", try folder.file("readme.yaml", String(block)), "--dry-run")
        #expect(run.status == .success, "\(run.notes)")
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func experiments() throws -> [String] {
        let folder = root.appending(path: "experiments")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
            .sorted().map { folder.appending(path: $0).path }
    }

    @Test func `a column whose strategy was never trained exits with 4`() async throws {
        let arguments = [
            try experiment(steps: 1), "strategies.decimamba=[{trained: {}, during: answer}]", "--output",
            folder.path("runs"),
        ]
        let run = await InProcess(command: "run", arguments, strategies: [TrainedStrategy.registration])
        #expect(run.status == .data)
        #expect(run.notes.contains("trained") && run.notes.contains("factor"), "\(run.notes)")
    }

    @Test func `a limit answers fewer samples`() async throws {
        let run = await InProcess("run", try experiment(), "--output", folder.path("runs"), "--limit", "2")
        #expect(run.status == .success, "\(run.notes)")
        #expect(run.output.contains("2/2/1"))
    }

    @Test(arguments: [
        ("train.base.stps=3", "did you mean 'steps'"), ("train.base.steps=many", "number"),
        ("strategies.mamba=[nothing]", "nothing"), ("seeds=[]", "seeds"),
    ])
    func `an override that makes no sense exits with 3 and is quoted`(_ text: String, _ message: String) async throws {
        let run = await InProcess("run", try experiment(), text, "--output", folder.path("runs"))
        #expect(run.status == .configuration)
        #expect(run.notes.contains(text))
        #expect(run.notes.contains(message), "\(run.notes)")
    }

    @Test(
        arguments: [
            (
                "strategies.decimamba=[{decimamba: {layers: [5]}}]",
                "column 'decimamba': strategy 'decimamba', key 'layers': 5"
            ),
            ("evaluate.0.lengths=[10]", "a context of 10 tokens"), ("data.length=0", "length"),
            ("evaluate.0.lengths=[0]", "lengths"), ("model.width=1000000", "of memory"),
        ], [[], ["--dry-run"]])
    func `what cannot end well exits with 3 before anything is trained`(
        _ fault: (text: String, message: String), _ flags: [String]
    ) async throws {
        let output = folder.path("runs")
        let run = await InProcess(
            command: "run", [try experiment(), fault.text, "--output", output] + flags)
        #expect(run.status == .configuration)
        #expect(run.notes.contains(fault.message), "\(run.notes)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test(arguments: [("", "empty"), ("experiment: [", "not YAML"), ("experiment: a\nexperiment: b", "twice")])
    func `a file that is no experiment exits with 3 and is named`(_ text: String, _ message: String) async throws {
        let path = try folder.file("bad.yaml", text)
        let run = await InProcess("run", path)
        #expect(run.status == .configuration)
        #expect(run.notes.contains("bad.yaml"))
        #expect(run.notes.contains(message), "\(run.notes)")
    }

    @Test func `a folder instead of an experiment exits with 3 and is named`() async {
        let run = await InProcess("run", folder.url.path, "--dry-run")
        #expect(run.status == .configuration)
        #expect(run.notes.contains("\(folder.url.path): is a folder; give a YAML file"), "\(run.notes)")
    }

    @Test func `an experiment that is not there exits with 3 and is named`() async {
        let path = folder.path("absent.yaml")
        let run = await InProcess("run", path, "--dry-run")
        #expect(run.status == .configuration)
        #expect(run.notes.contains(path) && run.notes.contains("there is no such file"), "\(run.notes)")
    }

    @Test func `the folder of another experiment is refused`() async throws {
        let output = folder.path("runs")
        _ = await InProcess("run", try experiment(), "--output", output)
        let run = await InProcess("run", try experiment(named: "other"), "--output", output)
        #expect(run.status == .configuration)
        #expect(run.notes.contains("holds the experiment 'tiny', not 'other'"))
    }

    @Test(arguments: [(SIGTERM, 1), (SIGINT, 1), (SIGTERM, 2)])
    func `a signal in the middle of training exits with 75, and resuming gives the same weights`(
        _ signal: Int32, _ times: Int
    ) async throws {
        let path = try experiment(steps: 600)
        let whole = await InProcess("run", path, "--output", folder.path("whole"))
        try #require(whole.status == .success, "\(whole.notes)")

        let arguments = ["run", path, "--output", folder.path("cut")]
        let cut = try Program(arguments, signal: (signal, times, after: "base 1/600"))
        #expect(cut.status == 75, "\(cut.errors)")
        #expect(cut.errors.contains("--resume"))
        #expect(cut.errors.split(separator: "interrupted: writing a checkpoint").count == 2, "\(cut.errors)")
        #expect(try !weights(in: "cut").map(\.name).isEmpty)
        #expect(cut.output.isEmpty)

        let refused = try Program(arguments)
        #expect(refused.status == 3)
        let resumed = try Program(arguments + ["--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let (expected, found) = (try weights(in: "whole"), try weights(in: "cut"))
        #expect(found.map(\.name) == expected.map(\.name))
        for (name, tensor) in expected {
            #expect(found[name]?.values.map(\.bitPattern) == tensor.values.map(\.bitPattern), "\(name)")
        }
    }
}
