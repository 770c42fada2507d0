import DeciMamba
import Foundation
import SSMContext
import SSMLabTesting
import Testing

@Suite struct ConfigurationTests {
    private func decode(_ values: [String: Any]) throws -> DeciMambaConfiguration {
        try JSONDecoder().decode(
            DeciMambaConfiguration.self, from: try JSONSerialization.data(withJSONObject: values))
    }

    private func keys(of configuration: DeciMambaConfiguration) throws -> Set<String> {
        let data = try JSONEncoder().encode(configuration)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return Set(object.keys)
    }

    @Test func `the file of defaults has every key, and its values are the defaults`() throws {
        let file = try DefaultsFile.values()
        #expect(Set(file.keys) == (try keys(of: DeciMambaConfiguration())))
        #expect(try decode(file) == DeciMambaConfiguration())
        #expect(try decode([:]) == DeciMambaConfiguration())
    }

    @Test func `every key is read and written`() throws {
        let values: [String: Any] = [
            "layers": [1, 3], "base-length": 7, "beta": 0.25, "minimum": 2, "protected": 4, "score": "oracle",
            "slow-lanes": 0.5, "candidate-layers": [0], "candidate-base-lengths": [8, 16], "criterion": "loss",
        ]
        #expect(Set(values.keys) == (try keys(of: DeciMambaConfiguration())))
        let expected = DeciMambaConfiguration(
            layers: [1, 3], baseLength: 7, beta: 0.25, minimum: 2, protected: 4, score: .oracle, slowLanes: 0.5,
            candidateLayers: [0], candidateBaseLengths: [8, 16], criterion: .loss)
        #expect(try decode(values) == expected)
        let saved = try JSONEncoder().encode(expected)
        #expect(try JSONDecoder().decode(DeciMambaConfiguration.self, from: saved) == expected)
    }

    @Test(arguments: [
        ("layers", DeciMambaConfiguration(layers: [])), ("layers", DeciMambaConfiguration(layers: [2, 1])),
        ("layers", DeciMambaConfiguration(layers: [1, 1])), ("layers", DeciMambaConfiguration(layers: [-1])),
        ("base-length", DeciMambaConfiguration(baseLength: 0)), ("beta", DeciMambaConfiguration(beta: 0)),
        ("beta", DeciMambaConfiguration(beta: 1.5)), ("beta", DeciMambaConfiguration(beta: .nan)),
        ("minimum", DeciMambaConfiguration(minimum: -1)), ("protected", DeciMambaConfiguration(protected: -1)),
        ("slow-lanes", DeciMambaConfiguration(slowLanes: 0)), ("slow-lanes", DeciMambaConfiguration(slowLanes: 2)),
        ("candidate-layers", DeciMambaConfiguration(candidateLayers: [])),
        ("candidate-base-lengths", DeciMambaConfiguration(candidateBaseLengths: [0])),
    ]) func `a value without sense is refused by its key`(
        _ key: String, _ configuration: DeciMambaConfiguration
    ) {
        do throws(StrategyError) {
            _ = try DeciMamba(configuration)
            Issue.record("\(configuration) is accepted")
        } catch {
            guard case .badConfiguration(_, let refused, _) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(refused == key)
        }
    }
    @Test(arguments: [
        ("layers", DeciMambaConfiguration(layers: [1, 2])),
        ("candidate-layers", DeciMambaConfiguration(candidateLayers: [0, 2])),
    ]) func `a layer that the model lacks is refused by its key`(
        _ key: String, _ configuration: DeciMambaConfiguration
    ) throws {
        let strategy = try DeciMamba(configuration)
        try strategy.check(for: TinyModel.configuration(layers: 3))
        do throws(StrategyError) {
            try strategy.check(for: TinyModel.configuration(layers: 2))
            Issue.record("\(configuration) is accepted")
        } catch {
            guard case .badConfiguration(_, let refused, let reason) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(refused == key)
            #expect(reason.hasPrefix("2 is no layer"))
        }
    }
}
