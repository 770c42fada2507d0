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
            Example: ssmlab tasks --samples 'passkey:{}' --length 128 --count 2 > samples.jsonl
            """)

    @Option(help: ArgumentHelp("Print samples of this task, one JSON object a line.", valueName: "SPEC"))
    var samples: String?

    @Option(help: "Tokens of the context of each sample.")
    var length = 256

    @Option(help: "Number of samples.")
    var count = 1

    @Option(help: "Seed of the samples.")
    var seed: UInt64 = 0

    func validate() throws {
        guard length > 0, count > 0 else { throw ValidationError("--length and --count need at least 1") }
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
        for index in 0..<count {
            let sample = try task.trainingSample(index, length: length, key: key)
            environment.console.print(try JSONLine.text(of: sample))
        }
    }
}
