import ArgumentParser
import Foundation
import SSMContext
import SSMExperiment
import SSMModel
import SSMTensor

/// `ssmlab estimate`
struct EstimateCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Say how large a model is, and the memory and operations that it takes.",
        discussion: """
            Nothing is run and no weights are loaded: the numbers follow from the shape of the model. They are the \
            tensors of this program at their peak in Float32; the program itself takes some tens of MB more. MB is 10^6 \
            bytes, and a multiplication with its addition is two operations. An experiment has its own lengths, batches \
            and columns; `ssmlab run` refuses one that needs more memory than there is.

            Examples:
              ssmlab estimate --model mamba-130m-hf --lengths 4k,64k,1000k
              ssmlab estimate --model mamba-130m-hf --strategy 'decimamba:{layers: [12]}'
              ssmlab estimate experiments/quickstart.yaml --json
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint.", valueName: "M"))
    var model: String?

    @Argument(help: ArgumentHelp("An experiment, instead of a model.", valueName: "EXPERIMENT.yaml"))
    var experiment: String?

    @Option(
        help: ArgumentHelp(
            "Tokens of a prompt: whole numbers between commas, each once; 1k is 1,000.", valueName: "N,..."))
    var lengths: TokenCounts?

    @Option(help: ArgumentHelp("Tokens of a batch in training.", valueName: "N"))
    var batchTokens: Int?

    @Option(
        help: ArgumentHelp(
            "A strategy that reads the prompts, as NAME or NAME:{yaml}; may be given several times.",
            valueName: "SPEC"))
    var strategy: [String] = []

    @Flag(help: "Print one object of JSON, with bytes and operations as whole numbers.")
    var json = false

    func validate() throws {
        guard (model == nil) != (experiment == nil) else {
            throw ValidationError("give --model M or an EXPERIMENT.yaml")
        }
        if let batchTokens, batchTokens < 1 { throw ValidationError("--batch-tokens needs at least 1") }
        if experiment != nil, batchTokens != nil || lengths != nil || !strategy.isEmpty {
            throw ValidationError("--lengths, --batch-tokens and --strategy go with --model; an experiment has its own")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let report: EstimateReport
        if let model {
            let shape = try ModelConfiguration(
                ofModelAt: URL(fileURLWithPath: model), checker: ModelFile.checker)
            let stack = StrategyStack(
                try strategy.map { try Specification(parsing: $0).strategy(from: environment.catalog) })
            for entry in stack.entries { try entry.strategy.check(for: shape) }
            report = EstimateReport(
                name: model, shape: shape, lengths: lengths?.values ?? [1000, 4000, 16_000, 64_000], stack: stack,
                strategies: strategy, batchTokens: batchTokens ?? 8192)
        } else {
            let url = URL(fileURLWithPath: experiment ?? "")
            guard !url.hasDirectoryPath, url.pathExtension.lowercased() != "h5" else {
                throw ValidationError("'\(url.relativePath)' is no YAML file; a model is given by --model")
            }
            let catalogs = Catalogs(strategies: environment.catalog)
            let experiment = try Experiment(
                contentsOf: url, overrides: [], limit: nil, catalogs: catalogs)
            let shape = try experiment.modelConfiguration(catalogs: catalogs, checker: ModelFile.checker)
            report = EstimateReport(
                experiment, memory: try ExperimentMemory(experiment, model: shape, catalogs: catalogs))
        }
        environment.console.write(json ? try report.json : report.text(isTerminal: environment.console.isTerminal))
    }
}
