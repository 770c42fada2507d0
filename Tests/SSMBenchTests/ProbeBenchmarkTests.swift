import Foundation
import SSMAnalysis
import SSMBench
import SSMModel
import SSMTensor
import Testing

@Suite struct ProbeBenchmarkTests {
    @Test func `probes are measured beside reading without one, and so is reading without one`() throws {
        let benchmark = ProbeBenchmark(
            device: Device(workers: 1), configuration: ModelConfiguration(vocabularySize: 32, width: 16, layers: 2),
            length: 40, rounds: 5)
        var announced: [String] = []
        let report = try benchmark.run { announced.append($0) }
        #expect(announced.count == 5)
        #expect(report.costs.map(\.name) == ["no-probe", "scan-of-one-layer", "residual-of-all-layers"])
        for cost in report.costs {
            #expect(cost.cpu.n == 5 && cost.wall.n == 5)
            #expect(cost.cpu.minimum > 0 && cost.cpu.maximum.isFinite)
        }
    }

    @Test func `JSON and table have medians and quartiles of the ratios`() throws {
        let ratios = try #require(Quantiles([1, 1.02, 1.04, 1.08, 1.5]))
        let wall = try #require(Quantiles([2]))
        let report = ProbeCostReport(
            length: 512, layers: 24, workers: 1, costs: [.init(name: "a", cpu: ratios, wall: wall)])
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(try report.json.utf8)) as? [[String: Any]])
        #expect(list.count == 1 && list[0]["name"] as? String == "a")
        #expect(list[0]["ratio"] as? Double == 1.04 && list[0]["wallRatio"] as? Double == 2)
        #expect(list[0]["lowerQuartile"] as? Double == 1.02 && list[0]["upperQuartile"] as? Double == 1.08)
        #expect(report.table.hasSuffix("1.0400     1.0200-1.0800            2.0000"), "\(report.table)")
        #expect(report.table.hasPrefix("prompts of 512 tokens, 24 layers, threads: 1"))
    }
}
