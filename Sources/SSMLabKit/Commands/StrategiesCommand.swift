import ArgumentParser

/// `ssmlab strategies`
struct StrategiesCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies",
        abstract: "List the strategies that experiments can name.")

    func run(in environment: LabEnvironment) async throws {
        for registration in environment.catalog.registrations {
            environment.console.print("\(registration.name)\n    \(registration.summary)\n    \(registration.citation)")
        }
    }
}
