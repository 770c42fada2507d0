import ArgumentParser

/// The program without a command.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssmlab",
        abstract: "Compares ways to give Mamba language models a longer memory.",
        discussion: """
            An experiment is a YAML file: a model, its training, the strategies to compare, the evaluations. Begin with

              ssmlab run experiments/quickstart.yaml

            Exit codes: 0 success, 2 usage, 3 configuration, 4 data or checkpoint, 5 disk, 75 interrupted (resume it).
            """,
        version: Lab.version,
        subcommands: [
            RunCommand.self, ReportCommand.self, LogitsCommand.self, GenerateCommand.self, TokenizeCommand.self,
            ConvertCommand.self, PerplexityCommand.self, DumpCommand.self, MapCommand.self, EstimateCommand.self,
            PrepareCommand.self, ExportCommand.self, StrategiesCommand.self, TasksCommand.self, DoctorCommand.self,
            BenchCommand.self, CheckFileCommand.self,
        ])
}
