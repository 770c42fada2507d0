import ArgumentParser
import Foundation
import SSMContext
import SSMExperiment
import SSMRecord
import SSMReport
import SSMTensor
import SSMTrain

/// `ssmlab run`
struct RunCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run an experiment: train what is not trained yet, answer, score, print the table, write a report.",
        discussion: """
            What is finished is not done again. Ctrl-C and SIGTERM write a checkpoint and exit with 75; --resume goes on.
            A second Ctrl-C stops at once and saves nothing; a second SIGTERM changes nothing.

            Models are trained on tasks (`ssmlab tasks` lists them), on prepared examples (`ssmlab prepare`) and, from a \
            checkpoint on, on files of instructions, or on a mixture of these: docs/experiments.md has all keys.

            Examples:
              ssmlab run experiments/quickstart.yaml --dry-run
              ssmlab run experiments/quickstart.yaml train.base.steps=100 'seeds=[0, 1]' --output runs/short
              ssmlab run experiments/quickstart.yaml --resume
            """)

    @Argument(help: ArgumentHelp("The experiment.", valueName: "EXPERIMENT.yaml"))
    var experiment: String

    @Argument(
        help: ArgumentHelp(
            "Other values for keys; entries of lists by their name, such as train.base.steps=100.",
            valueName: "key=value"))
    var overrides: [String] = []

    @Flag(help: "Print the resolved configuration, the runs, the data, the size and the memory, and do nothing.")
    var dryRun = false

    @Flag(help: "Let strategies whose parameters nothing trains answer with their initial ones.")
    var untrained = false

    @Flag(help: "Go on with runs that were interrupted or failed.")
    var resume = false

    @Option(help: ArgumentHelp("Where runs are kept.", valueName: "DIR"))
    var output: String?

    @Option(help: "Answer at most this many samples of each evaluation; a later run without it goes on.")
    var limit: Int?

    @Option(help: "Threads to run on. Results do not depend on it.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        if let limit, limit < 1 { throw ValidationError("--limit needs at least 1") }
        if let text = overrides.first(where: { !$0.contains("=") }) {
            throw ValidationError("'\(text)' is no override: write key=value")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let console = environment.console
        let catalogs = Catalogs(strategies: environment.catalog)
        let experiment = try Experiment(
            contentsOf: URL(fileURLWithPath: experiment), overrides: overrides, limit: limit, catalogs: catalogs)
        let device = Device(workers: workers)
        let folder = URL(fileURLWithPath: output ?? "runs/\(experiment.name)")
        guard !dryRun else {
            let plan = try DryRun(
                experiment, catalogs: catalogs, device: device, checker: ModelFile.checker,
                isUntrainedAllowed: untrained, output: folder)
            console.write(try plan.text())
            return
        }
        var progress = RunProgress(isTerminal: console.isNoteTerminal, write: console.writeNote)
        let materials = try Materials(
            experiment, catalogs: catalogs, device: device, checker: ModelFile.checker, isUntrainedAllowed: untrained
        ) { progress.show(.counting($0)) }
        let interrupt = InterruptFlag()
        let watcher = SignalWatcher(raising: interrupt) {
            let start = console.isNoteTerminal ? "\r\u{1B}[K" : ""
            console.note(start + "interrupted: writing a checkpoint (Ctrl-C again to stop at once)")
        }
        defer { watcher.stop() }
        let facts = MachineFacts.here
        for warning in facts.warnings { console.note("warning: \(warning)") }
        let runner = try ExperimentRunner(
            materials,
            settings: RunSettings(
                output: folder, isResuming: resume, overrides: overrides, program: Lab.version,
                commit: SourceCommit.current, cpu: facts.processor, date: Date.now.ISO8601Format(), device: device,
                interrupt: interrupt))
        let results = try await runner.run { progress.show($0) }
        console.write(ResultsReport(results).text(isTerminal: console.isTerminal))
        let report = try RunReport(on: folder)
        for problem in try await report.write() { console.note("warning: \(problem)") }
        console.note("everything is in \(folder.relativePath); \(report.page.lastPathComponent) there shows it")
    }
}
