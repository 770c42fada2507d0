import Foundation
import SSMModel
import Testing

/// The `config.json` of transformers.
@Suite struct ConfigurationTests {
    private func decode(_ json: String) throws -> ModelConfiguration {
        try JSONDecoder().decode(ModelConfiguration.self, from: Data(json.utf8))
    }

    @Test func `the file of transformers is read`() throws {
        let data = try Data(contentsOf: Golden.folder.appendingPathComponent("config.json"))
        let expected = ModelConfiguration(vocabularySize: 263, width: 48, layers: 3, timeStepRank: 3)
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: data) == expected)
    }

    @Test func `what is written is read again`() throws {
        let configuration = ModelConfiguration(
            vocabularySize: 77, width: 20, layers: 5, state: 8, innerWidth: 50, convolutionWidth: 3,
            timeStepRank: 4, epsilon: 1e-6, tiesEmbeddings: false, timeStepRange: 0.002...0.5, timeStepFloor: 1e-3)
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: data) == configuration)
    }

    @Test func `what is left out has the defaults of transformers`() throws {
        let small = #"{"vocab_size": 10, "hidden_size": 40, "num_hidden_layers": 2}"#
        let configuration = try decode(small)
        #expect(configuration == ModelConfiguration(vocabularySize: 10, width: 40, layers: 2))
        #expect(configuration.timeStepRank == 3)
        #expect(configuration.innerWidth == 80)
        let auto = #"{"vocab_size": 10, "hidden_size": 40, "num_hidden_layers": 2, "time_step_rank": "auto"}"#
        #expect(try decode(auto) == configuration)
    }

    @Test(arguments: [
        ("model_type", #""gpt2""#), ("use_bias", "true"), ("use_conv_bias", "false"), ("hidden_act", #""gelu""#),
        ("hidden_size", "0"), ("hidden_size", "-3"), ("num_hidden_layers", "0"), ("vocab_size", "9999999999"),
        ("expand", "-1"), ("time_step_rank", #""many""#), ("time_step_min", "0.5"), ("state_size", "4096"),
        ("conv_kernel", "1"), ("conv_kernel", "9"),
    ]) func `a value that cannot be run is refused by its key`(_ key: String, _ value: String) throws {
        var object = [
            "model_type": #""mamba""#, "vocab_size": "10", "hidden_size": "16", "num_hidden_layers": "2",
            "time_step_max": "0.1",
        ]
        object[key] = value
        let json = "{" + object.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
        let error = #expect(throws: DecodingError.self) { try decode(json) }
        guard case .dataCorrupted(let context) = try #require(error) else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(context.debugDescription.contains(key), "\(context.debugDescription)")
    }

    @Test(arguments: ["vocab_size", "hidden_size", "num_hidden_layers"]) func `a size that is missing is named`(
        _ key: String
    ) throws {
        var object = ["vocab_size": 10, "hidden_size": 16, "num_hidden_layers": 2]
        object[key] = nil
        let data = try JSONEncoder().encode(object)
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ModelConfiguration.self, from: data)
        }
        #expect("\(try #require(error))".contains(key))
    }
}
