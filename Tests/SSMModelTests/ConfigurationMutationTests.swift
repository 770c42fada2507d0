import Foundation
import Testing

/// Changed copies of `config.json`, read in a process of its own.
@Suite struct ConfigurationMutationTests {
    /// What mutation-probe prints.
    private struct Report: Decodable {
        let accepted: Int
        let refused: Int
        let seedAccepted: Bool
        let growth: Int
    }

    private static let original = """
        {"d_model": 64, "n_layer": 2, "vocab_size": 257, "ssm_cfg": {"layer": "Mamba1", "d_state": 16, "expand": 2},
         "rms_norm": true, "residual_in_fp32": true, "fused_add_norm": true, "pad_vocab_size_multiple": 8,
         "d_intermediate": 0, "attn_layer_idx": [], "attn_cfg": {}, "tie_embeddings": true}
        """

    private func report(_ seed: Data, count: Int) throws -> Report {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("config-\(UUID().uuidString).json")
        try seed.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("mutation-probe")
        process.arguments = ["config", file.path, "\(count)", "1"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        try #require(process.terminationReason == .exit && process.terminationStatus == 0, "\(text)")
        return try JSONDecoder().decode(Report.self, from: output)
    }

    @Test(arguments: [100_000, 50_000])
    func `mutants are read or refused`(_ count: Int) throws {
        let golden = try Data(contentsOf: Golden.folder.appendingPathComponent("config.json"))
        let report = try report(count == 100_000 ? golden : Data(Self.original.utf8), count: count)
        #expect(report.seedAccepted)
        #expect(report.accepted + report.refused == count + 1)
        #expect(report.accepted > count / 100 && report.refused > count / 4, "\(report)")
        // The seeds have less than 1 kB; sizes that are believed ask for gigabytes.
        #expect(report.growth < 16_000, "\(report)")
    }
}
