import Foundation
import SSMBench
import SSMTensor
import Testing

@Suite struct SpeedReportTests {
    private static let limits = MachineLimits(sgemmRate: 500e9, readBandwidth: 40e9)
    private static let report = SpeedReport(
        limits: limits, coreName: "Cooperlake", workers: 2, path: .portable,
        measurements: [
            Speed(name: "prefill-2048", tokensPerSecond: 1500, bound: .products, workPerToken: 250e6),
            Speed(name: "decode", tokensPerSecond: 57, bound: .bandwidth, workPerToken: 0.64e9),
        ].map { SpeedMeasurement($0, limits: limits) })

    @Test func `the fraction is speed over limit`() {
        #expect(Self.report.measurements[0].fractionOfLimit == 0.75)
    }

    @Test func `JSON is a list of objects with the promised keys`() throws {
        let data = Data(try Self.report.json.utf8)
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(list.count == 2)
        #expect(list[0]["name"] as? String == "prefill-2048")
        #expect(list[0]["tokensPerSecond"] as? Double == 1500)
        #expect(list[0]["fractionOfLimit"] as? Double == 0.75)
    }

    @Test func `the table shows speed, limit and fraction, and what they ran on`() {
        let lines = Self.report.table.split(separator: "\n").map(String.init)
        #expect(lines[0] == "2 threads, BLAS core Cooperlake, kernels portable")
        #expect(lines[1] == "limits: sgemm 500 GFLOP/s, reading 40.0 GB/s")
        #expect(lines[3].split(separator: " ") == ["prefill-2048", "1500", "2000", "75", "%", "products"])
        #expect(lines[4].split(separator: " ") == ["decode", "57.0", "62.5", "91", "%", "bandwidth"])
    }
}
