import Foundation
import SSMModel
import Testing

/// `config.json`, as transformers and the original code write it.
@Suite struct ConfigurationTests {
    private static let file = URL(fileURLWithPath: "/models/x/config.json")

    private func read(_ json: String) throws -> ModelConfiguration {
        try ModelConfiguration(ConfigurationMembers(Array(json.utf8), of: Self.file))
    }

    /// The JSON of an object of these values, with some changed or added, and one left out.
    private func json(
        _ values: [String: String], _ changes: [String: String] = [:], without absent: String? = nil
    ) -> String {
        let kept = values.merging(changes) { $1 }.filter { $0.key != absent }
        return "{" + kept.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    }

    private let transformers = [
        "model_type": #""mamba""#, "vocab_size": "10", "hidden_size": "40", "num_hidden_layers": "2",
        "time_step_max": "0.1",
    ]
    private let original = [
        "d_model": "40", "n_layer": "2", "vocab_size": "50277", "ssm_cfg": "{}", "rms_norm": "true",
        "residual_in_fp32": "true", "fused_add_norm": "true", "pad_vocab_size_multiple": "8",
    ]

    @Test func `the file of transformers is read`() throws {
        let json = try String(contentsOf: Golden.folder.appendingPathComponent("config.json"), encoding: .utf8)
        let expected = ModelConfiguration(vocabularySize: 263, width: 48, layers: 3, timeStepRank: 3)
        #expect(try read(json) == expected)
        // The fourth version of transformers.
        #expect(try read(json.replacingOccurrences(of: "\"dtype\"", with: "\"torch_dtype\"")) == expected)
    }

    @Test func `what is written is read again`() throws {
        let configuration = ModelConfiguration(
            vocabularySize: 77, width: 20, layers: 5, state: 8, innerWidth: 50, convolutionWidth: 3,
            timeStepRank: 4, epsilon: 1e-6, tiesEmbeddings: false, timeStepRange: 0.002...0.5, timeStepFloor: 1e-3)
        #expect(try read(configuration.json) == configuration)
    }

    @Test func `unknown keys and their order are kept, known ones get the values of the model`() throws {
        let text = """
            {"x": {"a": [1, 2.50, "ä\\n", null, {}]}, "vocab_size": 10, "torch_dtype": "float16", "hidden_size": 40,
             "num_hidden_layers": 2, "eos_token_id": 0, "x-y": 1e5}
            """
        let members = try ConfigurationMembers(Array(text.utf8), of: Self.file)
        var configuration = try ModelConfiguration(members)
        configuration.vocabularySize = 16
        let written = configuration.json(keeping: members)
        #expect(try read(written) == configuration)
        let start = """
            {
              "x": {
                "a": [
                  1,
                  2.50,
                  "ä\\n",
                  null,
                  {}
                ]
              },
              "vocab_size": 16,
              "hidden_size": 40,
              "num_hidden_layers": 2,
              "eos_token_id": 0,
              "x-y": 1e5,
              "architectures": [
            """
        #expect(written.hasPrefix(start), "\(written)")
        #expect(written.contains(#""dtype": "float32""#) && !written.contains("torch_dtype"))
        // A second writing changes nothing.
        let again = try ConfigurationMembers(Array(written.utf8), of: Self.file)
        #expect(try ModelConfiguration(again).json(keeping: again) == written)
    }

    @Test func `what is left out has the defaults of transformers`() throws {
        let configuration = try read(json(transformers, without: "model_type"))
        #expect(configuration == ModelConfiguration(vocabularySize: 10, width: 40, layers: 2))
        #expect(configuration.timeStepRank == 3)
        #expect(configuration.innerWidth == 80)
        #expect(try read(json(transformers, ["time_step_rank": #""auto""#])) == configuration)
        #expect(try read(json(transformers, ["expand": "1.5"])).innerWidth == 60)
        #expect(try read(json(transformers, ["expand": "16", "intermediate_size": "80"])) == configuration)
    }

    @Test func `the file of the original code is read`() throws {
        #expect(try read(json(original)) == ModelConfiguration(vocabularySize: 50280, width: 40, layers: 2))
        let later = try read(
            json(
                original,
                [
                    "d_intermediate": "0", "attn_layer_idx": "[]", "attn_cfg": "{}", "tie_embeddings": "false",
                    "ssm_cfg": #"{"layer": "Mamba1", "d_state": 8, "d_conv": 3, "expand": 3, "dt_rank": 5}"#,
                    "vocab_size": "50280",
                ]))
        #expect(
            later
                == ModelConfiguration(
                    vocabularySize: 50280, width: 40, layers: 2, state: 8, innerWidth: 120, convolutionWidth: 3,
                    timeStepRank: 5, tiesEmbeddings: false))
        #expect(try read(json(original, ["pad_vocab_size_multiple": "16"])).vocabularySize == 50288)
    }

    @Test func `a converted file has the keys of both, and they agree`() throws {
        let both = transformers.merging(original) { own, _ in own }
        #expect(try read(json(both)) == read(json(transformers)))
        // What is written of an original file has both too.
        let members = try ConfigurationMembers(Array(json(original).utf8), of: Self.file)
        let configuration = try ModelConfiguration(members)
        #expect(try read(configuration.json(keeping: members)) == configuration)
    }

    /// A key and a value that is refused, and the complaint.
    static let refused: [(String, String, String)] = [
        ("model_type", #""gpt2""#, "model_type: 'gpt2' is another family; this version reads 'mamba'"),
        ("model_type", #""mamba2""#, "'mamba2' is another family"),
        ("model_type", #""falcon_mamba""#, "'falcon_mamba' is another family"), ("model_type", "3", "is not a text"),
        ("mixer_rms_eps", "1e-6", "Falcon-Mamba"),
        ("quantization_config", #"{"load_in_4bit": true}"#, "quantization_config: quantised"),
        ("use_bias", "true", "use_bias: biases"), ("use_conv_bias", "false", "use_conv_bias: a convolution without"),
        ("hidden_act", #""gelu""#, "hidden_act: 'gelu'"), ("hidden_size", "0", "hidden_size: 0 is outside"),
        ("hidden_size", "-3", "hidden_size: -3"), ("hidden_size", "4e1", "hidden_size: 4e1 is not a whole number"),
        ("hidden_size", #""40""#, "hidden_size: \"40\" is not a whole number"),
        ("num_hidden_layers", "0", "num_hidden_layers: 0"), ("num_hidden_layers", "1000000", "num_hidden_layers"),
        ("vocab_size", "9999999999", "vocab_size: 9999999999 is outside"),
        ("vocab_size", "18446744073709551616", "vocab_size: 18446744073709551616 is not a whole number"),
        ("expand", "-1", "expand: -1.0 is not a factor"), ("expand", "1e999", "expand: 1e999 is not a number"),
        ("expand", "0.001", "intermediate_size: 0 is outside"),
        ("time_step_rank", #""many""#, "time_step_rank: \"many\" is neither"),
        ("time_step_rank", "0", "time_step_rank: 0 is outside"),
        ("time_step_min", "0.5", "time_step_min"), ("time_step_max", "1e300", "time_step_min"),
        ("time_step_floor", "-1", "time_step_floor: -1.0"), ("layer_norm_epsilon", "-1e-5", "layer_norm_epsilon"),
        ("state_size", "4096", "state_size: 4096"), ("conv_kernel", "1", "conv_kernel"),
        ("conv_kernel", "9", "conv_kernel: 9 is outside what is supported, 2 to 8"),
        ("tie_word_embeddings", "1", "tie_word_embeddings: 1 is neither true nor false"),
        ("d_model", "48", "d_model: 48 does not agree with hidden_size, 40"),
        ("n_layer", "3", "n_layer: 3 does not agree with num_hidden_layers, 2"),
        ("tie_embeddings", "false", "tie_embeddings: false does not agree with tie_word_embeddings, true"),
        ("ssm_cfg", #"{"d_state": 8}"#, "ssm_cfg.d_state: 8 does not agree with state_size, 16"),
        ("ssm_cfg", #"{"expand": 3}"#, "120 does not agree with intermediate_size, 80"),
        ("ssm_cfg", #"{"layer": "Mamba2"}"#, "ssm_cfg.layer: 'Mamba2' is another family"),
    ]

    @Test(arguments: refused)
    func `a value that cannot be run is refused by its key`(_ key: String, _ value: String, _ message: String) throws {
        let error = #expect(throws: ModelError.self) { try read(json(transformers, [key: value])) }
        let text = try #require(error).description
        #expect(text.hasPrefix("/models/x/config.json: ") && text.contains(message), "\(text)")
    }

    static let refusedOriginals: [(String, String, String)] = [
        ("rms_norm", "false", "rms_norm: a model with LayerNorm"),
        ("d_intermediate", "64", "d_intermediate: blocks with an MLP"),
        ("attn_layer_idx", "[9, 18]", "attn_layer_idx: layers with attention"),
        ("ssm_cfg", #"{"layer": "Mamba2"}"#, "ssm_cfg.layer: 'Mamba2' is another family"),
        ("ssm_cfg", #"{"headdim": 64}"#, "ssm_cfg.headdim: is unknown"),
        ("ssm_cfg", #"{"bias": true}"#, "ssm_cfg.bias"), ("ssm_cfg", #"{"conv_bias": false}"#, "ssm_cfg.conv_bias"),
        ("ssm_cfg", #"{"d_state": 0}"#, "ssm_cfg.d_state: 0 is outside"),
        ("ssm_cfg", #"{"expand": -2}"#, "ssm_cfg.expand: -2.0 is not a factor"),
        ("ssm_cfg", #"{"d_state": 8, "d_state": 16}"#, "an object has 'd_state' twice"),
        ("ssm_cfg", #"{"dt_min": 1}"#, "ssm_cfg.dt_min"), ("ssm_cfg", "[]", "ssm_cfg: a list is not an object"),
        ("pad_vocab_size_multiple", "0", "pad_vocab_size_multiple: 0"), ("d_model", "0", "d_model: 0 is outside"),
    ]

    @Test(arguments: refusedOriginals)
    func `the original code's models that cannot be run are refused`(
        _ key: String, _ value: String, _ message: String
    ) throws {
        let error = #expect(throws: ModelError.self) { try read(json(original, [key: value])) }
        #expect(try #require(error).description.contains(message), "\(String(describing: error))")
    }

    @Test(arguments: ["vocab_size", "hidden_size", "num_hidden_layers"])
    func `a size that is missing is named`(_ key: String) throws {
        let error = #expect(throws: ModelError.self) { try read(json(transformers, without: key)) }
        #expect(try #require(error).description.contains("\(key): is missing"))
    }

    @Test(arguments: [
        (#"{"hidden_size": 40, "hidden_size": 40, "#, "an object has 'hidden_size' twice"), ("", "a value is expected"),
        ("[1]", "it is a list"), (#"{"a": NaN}"#, "has no NaN or Infinity"), (#"{"a": Infinity}"#, "NaN or Infinity"),
        (String(repeating: "[", count: 100_000), "nested more than"), (#"{"a": "\#u{0}"}"#, "control character"),
        (#"{"vocab_size": 10} x"#, "more after the end"),
    ])
    func `what is no JSON object with each key once is refused`(_ text: String, _ message: String) throws {
        let rest = text.hasSuffix(", ") ? #""vocab_size": 10, "num_hidden_layers": 2}"# : ""
        let error = #expect(throws: ModelError.self) { try read(text + rest) }
        #expect(try #require(error).description.contains(message), "\(String(describing: error))")
    }
}
