import Foundation
import Testing

/// The program `ssmlab`, which stands beside the tests, as a process of its own.
struct Program {
    static let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "ssmlab")

    let status: Int32
    let output: String
    let errors: String

    /// Runs the program to its end; signals are sent, 50 ms apart, as soon as its errors hold a text, or without one as
    /// soon as there is any output.
    ///
    /// - Parameters:
    ///   - largestFile: the bytes that no file may outgrow, in units of 512; what goes beyond fails to be written.
    ///   - addressSpace: the bytes of address space that the program may have.
    init(
        _ arguments: [String], signal: (number: Int32, times: Int, after: String?)? = nil, largestFile: Int? = nil,
        addressSpace: Int? = nil
    ) throws {
        let folder = try TemporaryFolder()
        let errorFile = folder.url.appending(path: "errors")
        let outputFile = folder.url.appending(path: "output")
        for file in [errorFile, outputFile] { try Data().write(to: file) }
        let process = Process()
        let limits = [
            largestFile.map { "trap '' XFSZ; ulimit -f \($0 / 512); " },
            addressSpace.map { "ulimit -v \($0 / 1024); " },
        ].compactMap(\.self).joined()
        if !limits.isEmpty {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            let limited = limits + "exec \"$0\" \"$@\""
            process.arguments = ["-c", limited, Self.url.path] + arguments
        } else {
            process.executableURL = Self.url
            process.arguments = arguments
        }
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        if let signal {
            while process.isRunning {
                let isTime =
                    try signal.after.map { try String(contentsOf: errorFile, encoding: .utf8).contains($0) }
                    ?? !Data(contentsOf: outputFile).isEmpty
                if isTime {
                    for time in 0..<signal.times where process.isRunning {
                        if time > 0 { usleep(50_000) }
                        kill(process.processIdentifier, signal.number)
                    }
                    break
                }
                usleep(20_000)
            }
        }
        process.waitUntilExit()
        try #require(process.terminationReason == .exit, "ssmlab \(arguments) was ended by a signal")
        status = process.terminationStatus
        output = try String(contentsOf: outputFile, encoding: .utf8)
        errors = try String(contentsOf: errorFile, encoding: .utf8)
    }
}
