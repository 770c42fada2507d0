import SSMLabKit
import Testing

@Suite struct CommandLineTests {
    static let commands = [
        "run", "logits", "generate", "tokenize", "perplexity", "estimate", "prepare", "strategies", "tasks",
        "doctor", "bench",
    ]

    @Test(arguments: [["--help"], ["-h"], ["help"]])
    func `help is a success and names every command and exit code`(_ arguments: [String]) async {
        let run = await InProcess(arguments[0])
        #expect(run.status == .success)
        #expect(run.notes.isEmpty)
        for command in Self.commands { #expect(run.output.contains("\n  \(command) "), "\(command)") }
        #expect(run.output.contains("75 interrupted"))
    }

    @Test func `without arguments the program says what it can do`() async {
        let run = await InProcess()
        #expect(run.status == .success)
        #expect(run.output.contains("SUBCOMMANDS"))
    }

    @Test(arguments: commands)
    func `each command explains itself`(_ command: String) async {
        let run = await InProcess(command, "--help")
        #expect(run.status == .success)
        #expect(run.output.contains("USAGE: ssmlab \(command)"))
    }

    @Test(arguments: [
        ["bogus"], ["run"], ["run", "a.yaml", "noequals"], ["run", "a.yaml", "--workers", "0"],
        ["run", "a.yaml", "--limit", "0"], ["logits", "--model", "x"], ["tokenize"], ["bench", "--workers", "none"],
        ["bench", "--strategy", "decimamba", "--length", "0"],
        ["tasks", "--length", "0"], ["doctor", "extra"],
    ])
    func `a command line that makes no sense exits with 2 and says so on standard error`(
        _ arguments: [String]
    ) async throws {
        let run = try Program(arguments)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Usage: ssmlab"))
    }

    @Test func `strategies and tasks are listed`() async {
        let strategies = await InProcess("strategies")
        #expect(strategies.status == .success)
        #expect(strategies.output.contains("decimamba\n"))
        let tasks = await InProcess("tasks")
        for name in ["passkey", "documents", "keyed-recall", "mqar", "conversations"] {
            #expect(tasks.output.contains("\(name)\n"), "\(name)")
        }
    }

    @Test func `the version is printed`() async {
        let run = await InProcess("--version")
        #expect(run.status == .success)
        #expect(run.output == "\(Lab.version)\n")
    }
}
