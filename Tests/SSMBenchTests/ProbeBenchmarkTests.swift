import Foundation
import SSMBench
import SSMModel
import SSMTensor
import Testing

@Suite struct ProbeBenchmarkTests {
    @Test func `probes are measured beside reading without one, and so is reading without one`() throws {
        let benchmark = ProbeBenchmark(
            device: Device(workers: 1), configuration: ModelConfiguration(vocabularySize: 32, width: 16, layers: 2),
            length: 40, rounds: 8)
        var announced: [String] = []
        let report = try benchmark.run { announced.append($0) }
        #expect(announced.count == 8)
        #expect(report.costs.map(\.name) == ["no-probe", "scan-of-one-layer", "residual-of-all-layers"])
        for cost in report.costs {
            #expect(cost.cpu.n == 8 && cost.wall.n == 8)
            #expect(cost.cpu.lower > 0 && cost.cpu.lower <= cost.cpu.median && cost.cpu.median <= cost.cpu.upper)
            #expect(cost.cpu.upper.isFinite && cost.wall.lower > 0)
        }
    }

    /// The probabilities are those of a binomial table: of 16 draws at most 3 with 0.0106, at most 4 with 0.0384; of 6
    /// none with 0.0156; of 32 at most 9 with 0.0100, at most 10 with 0.0251.
    @Test(arguments: [(6, 0), (9, 1), (16, 3), (32, 9)])
    func `the interval of a median leaves out as many ratios as a binomial allows`(_ count: Int, _ outside: Int) throws
    {
        let ratios = (0..<count).map { Double($0 * 7 % count) }
        let estimate = try #require(RatioEstimate(ratios))
        #expect(estimate.n == count && estimate.median == Double(count - 1) / 2)
        #expect(estimate.lower == Double(outside) && estimate.upper == Double(count - 1 - outside))
        #expect(RatioEstimate([1, 1, 1, 1, 1]) == nil)
    }

    @Test func `JSON and table have medians of the ratios and their intervals`() throws {
        let ratios = try #require(RatioEstimate([1.08, 1, 1.03, 1.02, 1.5, 1.05]))
        let wall = try #require(RatioEstimate([2, 2, 2, 2, 2, 2]))
        let report = ProbeCostReport(
            length: 512, layers: 24, workers: 1, costs: [.init(name: "a", cpu: ratios, wall: wall)])
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(try report.json.utf8)) as? [[String: Any]])
        #expect(list.count == 1 && list[0]["name"] as? String == "a")
        #expect(list[0]["ratio"] as? Double == 1.04 && list[0]["wallRatio"] as? Double == 2)
        #expect(list[0]["ratioLower"] as? Double == 1 && list[0]["ratioUpper"] as? Double == 1.5)
        #expect(report.table.hasSuffix("1.0400       1.0000-1.5000              2.0000"), "\(report.table)")
        #expect(report.table.hasPrefix("prompts of 512 tokens, 24 layers, threads: 1"))
    }
}
