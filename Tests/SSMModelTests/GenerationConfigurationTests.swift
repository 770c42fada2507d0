import Foundation
import SSMModel
import SSMTensor
import Testing

/// `generation_config.json` and what `config.json` says of generation.
@Suite struct GenerationConfigurationTests {
    private let folder = ModelFolderFixture()

    private func generation(_ own: String?, model: [String: String] = [:]) throws -> GenerationConfiguration {
        try folder.change(configuration: model)
        if let own { try folder.write(Data(own.utf8), "generation_config.json") }
        return try folder.load().generation
    }

    @Test func `every value is read`() throws {
        let found = try generation(
            """
            {"eos_token_id": [0, 262], "bos_token_id": 1, "pad_token_id": 2, "temperature": 0.75, "top_k": 50,
             "top_p": 0.9, "repetition_penalty": 1.2, "do_sample": true, "max_length": 20, "_from_model_config": true}
            """)
        #expect(
            found
                == GenerationConfiguration(
                    endOfTextTokens: [0, 262], beginOfTextToken: 1, padToken: 2, temperature: 0.75, topK: 50, topP: 0.9,
                    repetitionPenalty: 1.2, isSampling: true))
    }

    @Test func `what is missing or null comes from the configuration of the model`() throws {
        #expect(
            try generation(nil)
                == GenerationConfiguration(endOfTextTokens: [0], beginOfTextToken: 0, padToken: 0))
        let both = try generation(
            #"{"eos_token_id": 7, "temperature": null, "pad_token_id": -1}"#,
            model: ["temperature": "0.5", "eos_token_id": "3"])
        #expect(both.endOfTextTokens == [7])
        #expect(both.temperature == 0.5)
        #expect(both.padToken == 0)
        #expect(!both.isSampling)
    }

    @Test(arguments: [
        (#"{"eos_token_id": 263}"#, "eos_token_id: the token 263 is outside the embedding, 0 to 262"),
        (#"{"eos_token_id": [0, -1]}"#, "eos_token_id: the token -1"),
        (#"{"eos_token_id": [0, "x"]}"#, "eos_token_id: \"x\" is not a token"),
        (#"{"eos_token_id": "x"}"#, "eos_token_id: \"x\" is not a whole number"),
        (#"{"pad_token_id": 9223372036854775808}"#, "pad_token_id: 9223372036854775808 is not a whole number"),
        (#"{"temperature": -1}"#, "temperature: -1.0 makes no sense"),
        (#"{"temperature": 1e999}"#, "temperature: 1e999 is not a number, or too large"),
        (#"{"top_p": 1.5}"#, "top_p: 1.5 makes no sense"), (#"{"top_k": -3}"#, "top_k: -3 is not a number of tokens"),
        (#"{"repetition_penalty": 0}"#, "repetition_penalty: 0.0 makes no sense"),
        (#"{"do_sample": 1}"#, "do_sample: 1 is neither true nor false"),
        (#"{"top_k": 1, "top_k": 2}"#, "line 1: an object has 'top_k' twice"), ("[]", "it is a list and not an object"),
        (#"{"top_p": NaN}"#, "line 1: a value is expected; JSON is needed, which has no NaN or Infinity"),
    ])
    func `a value that makes no sense is refused by file and key`(_ json: String, _ message: String) throws {
        let error = #expect(throws: ModelError.self) { try generation(json) }
        let text = try #require(error).description
        #expect(text.contains("generation_config.json: \(message)"), "\(text)")
    }
}
