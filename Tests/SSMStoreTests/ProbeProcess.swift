import Foundation
import Testing

/// A run of the program store-probe, which stands beside the tests.
struct ProbeProcess {
    /// Where the program is.
    static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("store-probe")

    /// The exit status, or nil after a signal.
    let status: Int32?
    /// What it printed.
    let output: String

    /// Runs the program to its end.
    @discardableResult
    init(_ arguments: String...) throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = ProbeProcess.executable
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
