import ArgumentParser
import Foundation
public import SSMContext

/// The program: `ssmlab` and every program of its kind that brings strategies of its own.
///
/// ```swift
/// await Lab.main(strategies: StandardPlugins.all + [
///     .init(MyMethod.self, summary: "what it does", citation: "where it is from")
/// ])
/// ```
public enum Lab {
    /// The version of the program.
    package static let version = "0.1.0"

    /// Runs the command of the process's arguments and ends the process.
    ///
    /// - Parameter strategies: what experiments can name.
    public static func main(strategies: [StrategyRegistration]) async -> Never {
        let status = await run(
            Array(CommandLine.arguments.dropFirst()), strategies: strategies, console: .standard)
        exit(status.rawValue)
    }

    /// Runs one command.
    ///
    /// - Parameters:
    ///   - arguments: what follows the name of the program.
    ///   - strategies: what experiments can name.
    ///   - console: where it writes.
    package static func run(
        _ arguments: [String], strategies: [StrategyRegistration], console: LabConsole
    ) async -> ExitStatus {
        do {
            var parsed = try RootCommand.parseAsRoot(arguments)
            guard let command = parsed as? any LabCommand else {
                try parsed.run()  // help: it throws its text
                return .success
            }
            try await command.run(
                in: LabEnvironment(catalog: StrategyCatalog(strategies), console: console))
            return .success
        } catch {
            if RootCommand.exitCode(for: error) == .success {  // the user asked for help
                console.print(RootCommand.fullMessage(for: error))
                return .success
            }
            let status = ExitStatus(of: error)
            console.note(status == .usage ? RootCommand.fullMessage(for: error) : "error: \(error)")
            return status
        }
    }
}
