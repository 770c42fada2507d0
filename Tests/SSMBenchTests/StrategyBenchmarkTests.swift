import Foundation
import SSMBench
import SSMContext
import SSMModel
import SSMTensor
import Testing

@Suite struct StrategyBenchmarkTests {
    private let configuration = ModelConfiguration(vocabularySize: 32, width: 16, layers: 2)

    @Test func `a stack is measured beside the baseline`() throws {
        let benchmark = StrategyBenchmark(
            device: Device(workers: 1), configuration: configuration, length: 600, rounds: 2)
        var announced: [String] = []
        let stack = StrategyStack([ThreeReadings(.init()), ThreeReadings(.init())])
        let report = try benchmark.run(stack) { announced.append($0) }
        #expect(report.strategy == "three-readings around three-readings-2")
        #expect(announced.count == 4)
        #expect(report.baseline.scannedRows == 1200)
        #expect(report.cost.scannedRows == 9 * 1200)
        #expect(report.baseline.seconds > 0 && report.baseline.seconds < report.cost.seconds)
        #expect(report.cost.seconds.isFinite)
        let weights = 4 * configuration.parameterCount
        #expect(report.baseline.peakBytes > weights)
        #expect(report.cost.peakBytes > report.baseline.peakBytes)
    }

    @Test func `a strategy that the model does not suit is refused`() throws {
        var wide = configuration
        wide.innerWidth = 48
        let benchmark = StrategyBenchmark(device: Device(workers: 1), configuration: wide, length: 8)
        #expect(throws: StrategyError.self) { try benchmark.run(StrategyStack([ThreeReadings(.init())])) { _ in } }
    }

    private let report = StrategyCostReport(
        strategy: "a", length: 8192, workers: 2,
        baseline: PrefillCost(seconds: 10, peakBytes: 500_000_000, scannedRows: 100),
        cost: PrefillCost(seconds: 19, peakBytes: 525_000_000, scannedRows: 180))

    @Test func `JSON is a list of objects with the promised keys`() throws {
        let data = Data(try report.json.utf8)
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(list.map { $0["name"] as? String } == ["prefill-8192", "peak-memory-8192", "scanned-rows-8192"])
        #expect(list.map { $0["ratio"] as? Double } == [1.9, 1.05, 1.8])
        #expect(list[0]["baselineValue"] as? Double == 10)
        #expect(list[0]["strategyValue"] as? Double == 19)
        #expect(list[0]["strategy"] as? String == "a")
    }

    @Test func `the table shows both and their ratio`() {
        let lines = report.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines[0] == ["a,", "2", "threads"])
        #expect(lines[2] == ["prefill-8192", "10.00", "s", "19.00", "s", "1.900"])
        #expect(lines[3] == ["peak-memory-8192", "500", "MB", "525", "MB", "1.050"])
        #expect(lines[4] == ["scanned-rows-8192", "100", "180", "1.800"])
    }
}

/// Reads three times and keeps the rows of the first reading, which take memory.
private struct ThreeReadings: ContextStrategy {
    static let name: StrategyName = "three-readings"
    struct Configuration: Codable, Sendable {}
    let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    func check(for model: ModelConfiguration) throws(StrategyError) {
        guard model.innerWidth == 2 * model.width else {
            throw .unsupported(strategy: Self.name.text, reason: "no")
        }
    }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var survey = request
        survey.outputs = ForwardOutputs(hidden: .surviving)
        let rows = try next(survey)
        _ = try next(request)
        return try withExtendedLifetime(rows) { try next(request) }
    }
}
