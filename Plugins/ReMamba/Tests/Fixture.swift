import Foundation
import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor

/// A golden run of the plain reference, and the model and the parameters that it ran on.
struct Fixture {
    let file: GoldenFile
    let model: LanguageModel
    let parameters: ParameterTree
    let configuration: ReMambaConfiguration
    let prompt: [TokenID]
    let target: [TokenID]
    let variant: String
    /// Rows of the prompt that were compressed.
    let region: Range<Int>
    /// Memory rows.
    let count: Int

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let names = [
        "paper-ratios", "many-rows", "true-gradient", "middle", "multiplicative", "fixed", "special",
    ]

    struct Malformed: Error {}

    init(_ name: String, on device: Device) throws {
        file = try GoldenFile(
            contentsOf: Fixture.folder.appendingPathComponent("../Fixtures/remamba-\(name).safetensors")
                .standardizedFileURL)
        model = try LoadedModel(
            contentsOf: Fixture.folder.appendingPathComponent("../../../Tests/Fixtures/mamba").standardizedFileURL,
            on: device
        ).model
        parameters = try Fixture.parameters(of: file, on: device)
        let settings = file.metadata
        let bounds = (settings["region"] ?? "").split(separator: ":").compactMap { Int($0) }
        guard let share = settings["p"].flatMap({ Double($0) }), let keep = settings["rho"].flatMap({ Double($0) }),
            let start = settings["s"].flatMap({ Double($0) }), let variant = settings["variant"],
            let rows = settings["count"].flatMap({ Int($0) }), bounds.count == 2,
            let gradient = settings["alpha_gradient"].flatMap(ImportanceGradient.init(rawValue:))
        else { throw Malformed() }
        self.variant = variant
        region = bounds[0]..<bounds[1]
        count = rows
        configuration = ReMambaConfiguration(
            compress: share, keep: keep, start: start, selection: variant == "fixed" ? .fixed : .top,
            importance: variant == "fixed" ? .none : variant == "multiplicative" ? .values : .steps,
            placement: variant == "special" ? .append : .replace, importanceGradient: gradient,
            training: TrainingRatios(
                keep: RatioRange(keep, keep), start: RatioRange(start, start),
                compressShort: RatioRange(share, share)))
        prompt = try file.integers("prompt_ids").map { TokenID($0) }
        target = try file.integers("target_ids").map { TokenID($0) }
    }

    /// The parameters under the names of the strategy.
    private static func parameters(of file: GoldenFile, on device: Device) throws -> ParameterTree {
        var parameters = ParameterTree()
        for name in file.names where name.hasPrefix("param.") {
            parameters["remamba/" + Fixture.name(of: name)] = try file.tensor(name, on: device)
        }
        return parameters
    }

    /// The strategy's name of a parameter: `param.query.linear1.weight` is `query.0.weight`, `param.theta.2` `offset.2`.
    static func name(of reference: String) -> String {
        reference.replacingOccurrences(of: "param.", with: "").replacingOccurrences(of: "linear1", with: "0")
            .replacingOccurrences(of: "linear2", with: "1").replacingOccurrences(of: "theta", with: "offset")
    }

    /// Whether the importance scales steps.
    var adapts: Bool { configuration.importance == .steps }

    /// Reads the prompt.
    func read(chunkRows: Int? = nil, probes: ProbeSet = .none) throws -> ForwardResult {
        try runtime(configuration, model, parameters).forward(
            ForwardRequest(
                stream: TokenStream([prompt]), sequences: TinyModel.prompts([prompt]),
                outputs: ForwardOutputs(state: true, logits: .surviving), probes: probes, chunkRows: chunkRows),
            phase: .prefill, meter: CostMeter())
    }

    /// The pass of training: the loss is the mean over the target.
    func train(_ model: LanguageModel, _ parameters: ParameterTree) throws -> ForwardResult {
        let targets = target.enumerated().map { index, token in
            LossTargets.Target(
                position: Int32(prompt.count - 1 + index), token: token, weight: 1 / Float(target.count),
                isRequired: true)
        }
        let info = SequenceInfo(
            id: "golden", promptLength: prompt.count, totalLength: prompt.count + target.count,
            key: RandomKey(seed: 1))
        return try runtime(configuration, model, parameters).forward(
            ForwardRequest(
                stream: TokenStream([prompt + target]), sequences: [info],
                outputs: ForwardOutputs(
                    logits: .at(RowNames([targets.map(\.position)])), loss: LossTargets([targets])),
                isDifferentiable: true),
            phase: .training, meter: CostMeter())
    }
}

/// A model inside one ReMamba, with strategies inside it.
func runtime(
    _ configuration: ReMambaConfiguration, _ model: LanguageModel, _ parameters: ParameterTree,
    inner: [any ContextStrategy] = []
) throws -> StrategyRuntime {
    try StrategyRuntime(
        model: model, stack: StrategyStack([try ReMamba(configuration)] + inner), parameters: parameters)
}

/// First parameters, moved so that no bias and no offset is zero.
func parameters(for model: LanguageModel, seed: UInt64 = 7, scale: Float = 0.2) throws -> ParameterTree {
    let key = RandomKey(seed: seed)
    let initial = StrategyStack([try ReMamba(ReMambaConfiguration())]).initialParameters(for: model, key: key)
    var moved = ParameterTree()
    for (name, tensor) in initial {
        moved[name] = tensor + .normal(tensor.shape, scale: scale, key: key.folding(name), on: model.device)
    }
    return moved
}
