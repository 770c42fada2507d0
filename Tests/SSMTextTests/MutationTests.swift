import Foundation
import Testing

/// Damaged and hostile tokenizers, read by the program mutation-probe, which stands beside the tests.
struct MutationTests {
    private struct Report: Decodable {
        var accepted: Int
        var refused: Int
        var seedAccepted: Bool
        var slowest: Double
        var growth: Int
    }

    private static let mutants = 100_000
    /// Milliseconds that one input may take on a busy machine; a usual one takes a tenth of one.
    private static let longest = 5000.0
    /// Kilobytes for files of two, and for the reader's own tables.
    private static let mostGrowth = 32 * 1024

    @Test(arguments: ["tiny_words", "tiny_pieces"])
    func `no mutant of a tokenizer crashes its reader`(_ name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "mutation-probe")
        process.arguments = ["tokenizer", Fixture.url("\(name).json").path, "\(Self.mutants)", "1"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(
            process.terminationReason == .exit && process.terminationStatus == 0,
            "\(process.terminationReason) \(process.terminationStatus): \(String(decoding: data, as: UTF8.self))")
        let report = try JSONDecoder().decode(Report.self, from: data)
        #expect(report.seedAccepted)
        #expect(report.accepted + report.refused == Self.mutants + 1)
        #expect(report.accepted > Self.mutants / 100 && report.refused > Self.mutants / 100, "\(report)")
        #expect(report.slowest < Self.longest)
        #expect(report.growth < Self.mostGrowth)
    }
}
