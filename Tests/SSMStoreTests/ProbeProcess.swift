import Foundation
import Testing

/// A run of a program that stands beside the tests, store-probe unless it is told otherwise.
struct ProbeProcess {
    /// Where store-probe is.
    static let executable = executable("store-probe")

    private static func executable(_ program: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(program)
    }

    /// The exit status, or nil after a signal.
    let status: Int32?
    /// What it printed.
    let output: String

    /// Runs the program to its end.
    @discardableResult
    init(program: String = "store-probe", _ arguments: String...) throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = ProbeProcess.executable(program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationReason == .exit ? process.terminationStatus : nil
    }

    /// Runs the program until it has printed `line`, and kills it at once.
    static func killing(after line: String, _ arguments: String...) throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        while !String(decoding: output, as: UTF8.self).contains("\(line)\n") {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the probe ended before it printed '\(line)'")
            output += more
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
    }
}
