import DeciMamba
import Foundation
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor

/// A golden run of the plain reference, which was checked against the authors' code, and the model that it ran on.
struct Fixture {
    let file: GoldenFile
    let model: LanguageModel
    let configuration: DeciMambaConfiguration
    let tokens: [TokenID]
    let layers: [Int]

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let names = [
        "decimamba-one-layer", "decimamba-three-layers", "decimamba-protect-eight", "decimamba-mean",
        "decimamba-longer-than-input",
    ]

    struct Malformed: Error {}

    init(_ name: String, on device: Device) throws {
        file = try GoldenFile(
            contentsOf: Fixture.folder.appendingPathComponent("../Fixtures/\(name).safetensors").standardizedFileURL)
        model = try LoadedModel(
            contentsOf: Fixture.folder.appendingPathComponent("../../../Tests/Fixtures/mamba").standardizedFileURL,
            on: device
        ).model
        let settings = file.metadata
        func number<Value: LosslessStringConvertible>(_ key: String) throws -> Value {
            guard let value = settings[key].flatMap({ Value($0) }) else { throw Malformed() }
            return value
        }
        guard let score = settings["score"].flatMap(DecimationScore.init(rawValue:)) else { throw Malformed() }
        layers = (settings["layers"] ?? "").split { !$0.isNumber }.compactMap { Int($0) }
        configuration = DeciMambaConfiguration(
            layers: layers, baseLength: try number("base_length"), beta: try number("beta"),
            minimum: try number("minimum"), protected: try number("protected"), score: score)
        tokens = try file.integers("input_ids").map { TokenID($0) }
    }

    /// The prefill of the golden run.
    func run(chunkRows: Int? = nil) throws -> ForwardResult {
        try runtime(configuration, model).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true, logits: .surviving), chunkRows: chunkRows),
            phase: .prefill, meter: CostMeter())
    }
}

/// A model inside one DeciMamba.
func runtime(_ configuration: DeciMambaConfiguration, _ model: LanguageModel) throws -> StrategyRuntime {
    try StrategyRuntime(
        model: model, stack: StrategyStack([try DeciMamba(configuration)]), parameters: ParameterTree())
}
