import ArgumentParser

/// `ssmlab doctor`
struct DoctorCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine offers and what slows it down.")

    func run(in environment: LabEnvironment) async throws {
        let facts = MachineFacts.here
        environment.console.print(facts.lines.joined(separator: "\n"))
        for warning in facts.warnings { environment.console.print("warning: \(warning)") }
    }
}
