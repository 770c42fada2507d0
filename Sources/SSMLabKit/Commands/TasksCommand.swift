import ArgumentParser
import Foundation
import SSMEval
import SSMExperiment
import SSMTensor

/// `ssmlab tasks`
struct TasksCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "List the tasks that experiments can name, or print samples of one.",
        discussion: """
            Examples:
              ssmlab tasks --samples 'passkey:{}' --length 128 --count 2 > samples.jsonl
              ssmlab tasks --samples conversations --length 4096 --count 50 --evaluation --longmemeval > history.json
            """)

    @Option(help: ArgumentHelp("Print samples of this task, one JSON object a line.", valueName: "SPEC"))
    var samples: String?

    @Option(help: "Tokens of the context of each sample.")
    var length = 256

    @Option(help: "Number of samples.")
    var count = 1

    @Option(help: "Seed of the samples.")
    var seed: UInt64 = 0

    @Flag(help: "Print samples as evaluations have them instead of samples for training.")
    var evaluation = false

    @Flag(help: "Print one JSON array in the form of LongMemEval's files (conversations only).")
    var longmemeval = false

    func validate() throws {
        guard length > 0, count > 0 else { throw ValidationError("--length and --count need at least 1") }
        guard samples != nil || !evaluation && !longmemeval else {
            throw ValidationError("--evaluation and --longmemeval need --samples")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let catalog = TaskCatalog.standard
        guard let samples else {
            for entry in catalog.entries { environment.console.print("\(entry.name)\n    \(entry.summary)") }
            return
        }
        let specification = try Specification(parsing: samples)
        let entry = try catalog.entry(named: specification.name)
        let task = try specification.decode { try entry.task(from: $0) }
        let key = RandomKey(seed: seed).folding("samples")
        if longmemeval {
            guard let source = task as? any LongMemEvalSource else {
                throw InputError.noHistories(task: specification.name)
            }
            return try write(source, key: key, to: environment.console)
        }
        for index in 0..<count {
            let sample =
                evaluation
                ? try task.evaluationSample(index, length: length, depth: nil, key: key)
                : try task.trainingSample(index, length: length, key: key)
            environment.console.print(try JSONLine.text(of: sample))
        }
    }

    private func write(_ source: any LongMemEvalSource, key: RandomKey, to console: LabConsole) throws {
        var writer = LongMemEvalWriter(to: console.write)
        for index in 0..<count {
            let records =
                evaluation
                ? try source.evaluationRecords(index, length: length, depth: nil, key: key)
                : try source.trainingRecords(index, length: length, key: key)
            for record in records { try writer.write(record) }
        }
        try writer.end()
    }
}
