import ArgumentParser

/// `ssmlab export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write results in a form for other programs.",
        subcommands: [ExportNotebookCommand.self])
}
