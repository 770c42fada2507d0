import ArgumentParser

/// A command of the program: parsed arguments that run in an environment which is handed to them.
protocol LabCommand: ParsableCommand {
    /// Does the work.
    ///
    /// - Throws: anything; ``ExitStatus/init(of:)`` knows what it means to the shell.
    func run(in environment: LabEnvironment) async throws
}
