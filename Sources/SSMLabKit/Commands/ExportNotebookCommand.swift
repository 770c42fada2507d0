import ArgumentParser
import Foundation
import SSMReport

/// `ssmlab export notebook`
struct ExportNotebookCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "notebook",
        abstract: "Write a Jupyter notebook of each run: the table computed anew from its answers, and the figures.",
        discussion: """
            RUN is the output folder of `ssmlab run`. For each, OUTPUT gets EXPERIMENT.ipynb and, in EXPERIMENT/, the data \
            that it opens: a row for each answer, and metrics of training. OUTPUT/README.md lists all notebooks of the \
            folder. Files of these names are replaced, but for a README.md that is none of ours.

            Examples:
              ssmlab export notebook runs/quickstart
              ssmlab export notebook runs/* --output my-notebooks
            """)

    @Argument(help: ArgumentHelp("The output folders of runs.", valueName: "RUN"))
    var runs: [String]

    @Option(help: ArgumentHelp("The folder of notebooks.", valueName: "FOLDER"))
    var output = "notebooks-export"

    func run(in environment: LabEnvironment) async throws {
        let export = try NotebookExport(of: runs.map { URL(fileURLWithPath: $0) })
        let (notebooks, problems) = try await export.write(into: URL(fileURLWithPath: output))
        for problem in problems { environment.console.note("warning: \(problem)") }
        for notebook in notebooks { environment.console.note("wrote \(notebook.relativePath)") }
    }
}
