import Foundation
import Testing

struct StreamingMemoryTests {
    /// Tokens and greatest resident memory in kB of a process that encodes so many millions of bytes.
    private func run(_ file: String, megabytes: Int) throws -> (tokens: Int, peak: Int) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("text-probe")
        process.arguments = ["stream", Fixture.url(file).path, "\(megabytes)"]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "text-probe ended with \(process.terminationStatus)")
        let numbers = output.split { !$0.isNumber }.compactMap { Int($0) }
        try #require(numbers.count == 2)
        return (numbers[0], numbers[1])
    }

    @Test(arguments: ["neox-style.json", "llama-style.json"])
    func `a hundred megabytes take no more memory than two`(_ file: String) throws {
        let small = try run(file, megabytes: 2)
        let large = try run(file, megabytes: 100)
        #expect(large.tokens > 45 * small.tokens)
        // Blocks that the allocator keeps, and the cache of words.
        #expect(large.peak < small.peak + 16_000, "\(large.peak) kB, not \(small.peak) kB")
    }
}
