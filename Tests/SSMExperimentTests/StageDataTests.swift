import SSMEval
import SSMExperiment
import SSMRecord
import SSMTrain
import Testing

/// Stages that train on data of their own.
struct StageDataTests {
    private let longer = tinyText.replacing(
        "strategies:",
        with: "  - {name: longer, data: {length: 32, pairs: 4}, steps: 2, batch-tokens: 64}\nstrategies:")

    private func data(_ experiment: Experiment, stage: Int) throws -> (settings: MQARConfiguration, length: Int) {
        let data = try #require(experiment.stages[stage].data)
        return (try #require(data.setting?.configuration.value as? MQARConfiguration), data.length)
    }

    @Test func `what a stage does not say is that of the experiment, the length included`() throws {
        let read = try experiment(longer)
        #expect(read.stages[0].data == nil)
        let (settings, length) = try data(read, stage: 1)
        #expect(settings.symbols == 16 && settings.pairs == 4 && length == 32)
        let short = try experiment(longer, overrides: ["train.longer.data={pairs: 3}"])
        #expect(try data(short, stage: 1).length == 16)
        #expect(try experiment(read.resolvedYAML()) == read)
    }

    @Test func `the data of a stage change its identity and that of later ones alone`() throws {
        let before = try experiment(longer).expanded()
        let after = try experiment(longer, overrides: ["train.longer.data.pairs=3"]).expanded()
        #expect(before.stages.map(\.data.length) == [16, 32])
        #expect(after.stages[0].identity == before.stages[0].identity)
        #expect(after.stages[1].identity != before.stages[1].identity)
        // Written out, the experiment's own data are another way to say nothing.
        let written = try experiment(longer, overrides: ["train.longer.data={}"]).expanded()
        let unsaid = try experiment(longer.replacing("data: {length: 32, pairs: 4}, ", with: "")).expanded()
        #expect(written.stages.map(\.identity) == unsaid.stages.map(\.identity))
    }

    @Test func `a stage trains on its data`() async throws {
        let place = Workplace()
        var lengths: [String: [Int]] = [:]
        _ = try await place.run(longer) { _ in
            false
        } onEvent: { event in
            if case .training(.step(let report)) = event { lengths[report.stage, default: []].append(report.length) }
        }
        #expect(lengths["base"] == Array(repeating: 16, count: 6))
        #expect(lengths["longer"] == [32, 32])
    }

    @Test func `data that cannot be are refused before anything runs`() throws {
        let place = Workplace()
        let words = #expect(throws: RunError.self) {
            try place.materials(longer, ["train.longer.data={symbols: 32}"])
        }
        #expect(words.map { "\($0)" }?.hasPrefix("train.longer.data: the task 'mqar' uses words") == true)
        #expect(throws: TaskError.self) { try place.materials(longer, ["train.longer.data={length: 12, pairs: 4}"]) }
        let key = try failure { () throws(ConfigurationError) in
            try experiment(longer, overrides: ["train.longer.data.pair=3"])
        }
        #expect(key.description.contains("did you mean 'pairs'?"), "\(key)")
    }
}
