import Foundation
import Testing

struct MemoryTests {
    /// Greatest resident memory of a process that reads so many tokens, in kB.
    private func peak(tokens: Int) throws -> Int {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("model-probe")
        process.arguments = ["prefill", String(tokens)]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "model-probe ended with \(process.terminationStatus)")
        return try #require(Int(output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test func `a million tokens need little more memory than ten thousand`() throws {
        let (short, long) = (try peak(tokens: 10_000), try peak(tokens: 1_000_000))
        // Tokens and positions alone are 8 bytes a row, 8 MB; the residual stream would be 64 MB a layer.
        #expect(long > short && long - short < 60_000, "\(short) kB and \(long) kB")
    }
}
