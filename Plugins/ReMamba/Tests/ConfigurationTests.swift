import Foundation
import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct ConfigurationTests {
    private func decode(_ values: [String: Any]) throws -> ReMambaConfiguration {
        try JSONDecoder().decode(
            ReMambaConfiguration.self, from: try JSONSerialization.data(withJSONObject: values))
    }

    private func keys(of configuration: ReMambaConfiguration) throws -> Set<String> {
        let data = try JSONEncoder().encode(configuration)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return Set(object.keys)
    }

    @Test func `the file of defaults has every key, and its values are the defaults`() throws {
        let file = try DefaultsFile.values()
        #expect(Set(file.keys) == (try keys(of: ReMambaConfiguration())))
        #expect(try decode(file) == ReMambaConfiguration())
        #expect(try decode([:]) == ReMambaConfiguration())
        let rule = try #require(file["training"] as? [String: Any])
        let data = try JSONEncoder().encode(TrainingRatios())
        let saved = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(rule.keys) == Set(saved.keys))
    }

    @Test func `every key is read and written`() throws {
        let rule: [String: Any] = [
            "keep": [0.3, 0.4], "start": [0.1, 0.2], "long": 90, "compress-long": [0.5, 0.6], "leaving": 40,
            "compress-short": [0.7, 0.8],
        ]
        let values: [String: Any] = [
            "compress": 0.3, "leaving": 256, "keep": 0.2, "minimum-rows": 8, "start": 0.1, "selection": "oracle",
            "importance": "values", "placement": "append", "importance-gradient": "true", "initialisation": "paper",
            "seed": 5, "training": rule,
        ]
        #expect(Set(values.keys) == (try keys(of: ReMambaConfiguration())))
        let expected = ReMambaConfiguration(
            compress: 0.3, leaving: 256, keep: 0.2, minimumRows: 8, start: 0.1, selection: .oracle,
            importance: .values, placement: .append, importanceGradient: .true, initialisation: .paper, seed: 5,
            training: TrainingRatios(
                keep: RatioRange(0.3, 0.4), start: RatioRange(0.1, 0.2), long: 90, compressLong: RatioRange(0.5, 0.6),
                leaving: 40, compressShort: RatioRange(0.7, 0.8)))
        #expect(try decode(values) == expected)
        let saved = try JSONEncoder().encode(expected)
        #expect(try JSONDecoder().decode(ReMambaConfiguration.self, from: saved) == expected)
        #expect(throws: DecodingError.self) { try decode(["training": ["keep": [0.1, 0.2, 0.3]]]) }
    }

    @Test(arguments: [
        ("compress", ReMambaConfiguration(compress: 0)), ("compress", ReMambaConfiguration(compress: 1.1)),
        ("compress", ReMambaConfiguration(compress: .nan)), ("leaving", ReMambaConfiguration(leaving: -1)),
        ("keep", ReMambaConfiguration(keep: 0)), ("keep", ReMambaConfiguration(keep: 2)),
        ("minimum-rows", ReMambaConfiguration(minimumRows: 0)), ("start", ReMambaConfiguration(start: 1)),
        ("start", ReMambaConfiguration(start: -0.1)),
        ("training.keep", ReMambaConfiguration(training: TrainingRatios(keep: RatioRange(0, 0.1)))),
        ("training.start", ReMambaConfiguration(training: TrainingRatios(start: RatioRange(0.5, 1)))),
        ("training.long", ReMambaConfiguration(training: TrainingRatios(long: -1, leaving: 0))),
        ("training.leaving", ReMambaConfiguration(training: TrainingRatios(long: 100, leaving: 101))),
        ("training.compress-long", ReMambaConfiguration(training: TrainingRatios(compressLong: RatioRange(0.3, 0.2)))),
        ("training.compress-short", ReMambaConfiguration(training: TrainingRatios(compressShort: RatioRange(1, 2)))),
    ]) func `a value without sense is refused by its key`(
        _ key: String, _ configuration: ReMambaConfiguration
    ) {
        do throws(StrategyError) {
            _ = try ReMamba(configuration)
            Issue.record("\(configuration) is accepted")
        } catch {
            guard case .badConfiguration(_, let refused, _) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(refused == key)
        }
    }

    @Test func `a model whose inner width is not twice its width is refused by name`() throws {
        let strategy = try ReMamba(ReMambaConfiguration())
        var configuration = TinyModel.configuration()
        try strategy.check(for: configuration)
        configuration.innerWidth = 48
        let error = #expect(throws: StrategyError.self) { try strategy.check(for: configuration) }
        let text = try #require(error).description
        #expect(text.contains("'remamba'") && text.contains("expand 2") && text.contains("48") && text.contains("16"))
    }

    @Test func `a checkpoint without the trained parameters is refused by name`() throws {
        let model = try TinyModel.make(on: Device(workers: 1))
        var parameters = try ReMambaTests.parameters(for: model)
        parameters["remamba/offset.1"] = nil
        let error = #expect(throws: StrategyError.self) { try runtime(ReMambaConfiguration(), model, parameters) }
        #expect(try #require(error).description.contains("'offset.1'"))
    }

    @Test(arguments: InitialBlocks.allCases) func `the networks begin as blocks of the first layer`(
        _ initialisation: InitialBlocks
    ) throws {
        let model = try TinyModel.make(on: Device(workers: 1))
        let stack = StrategyStack([try ReMamba(ReMambaConfiguration(initialisation: initialisation))])
        let parameters = stack.initialParameters(for: model, key: RandomKey(seed: 1)).group(under: "remamba/")
        let input = try #require(model.parameters["backbone.layers.0.mixer.in_proj.weight"])  // (64, 16)
        let output = try #require(model.parameters["backbone.layers.0.mixer.out_proj.weight"])  // (16, 32)
        for place in 0...1 {
            let (first, end) = (16 * place, 16 * (place + 1))
            func weight(_ part: String) throws -> [Float] { try #require(parameters["\(part).\(place).weight"]).values }
            #expect(try weight("key") == input.rows(first..<end).values)
            #expect(try weight("query") == input.rows((32 + first)..<(32 + end)).values)
            let value = initialisation == .code ? output.columns(first..<end) : input.rows(first..<end)
            #expect(try weight("value") == value.values)
        }
        for (name, tensor) in parameters where !name.hasSuffix("weight") {
            #expect(tensor.values.allSatisfy { $0 == 0 }, "\(name)")
        }
        #expect(parameters.count == 14)
    }
}
