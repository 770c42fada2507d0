import SSMContext
import SSMModel
import SSMTensor

/// Multiplies the steps of every lane by a trained factor, in decoding too: a strategy without a fault.
struct ScaledSteps: ContextStrategy {
    struct Configuration: Codable, Sendable {
        var initial: Float = 0.5
    }

    static let name: StrategyName = "scaled-steps"
    let configuration: Configuration

    init(_ configuration: Configuration) throws(StrategyError) {
        guard configuration.initial > 0 else {
            throw .badConfiguration(strategy: Self.name, key: "initial", reason: "is not positive")
        }
        self.configuration = configuration
    }

    func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {
        let lanes = model.configuration.innerWidth
        for layer in 0..<model.configuration.layers {
            builder.declare("factors.\(layer)") { _, device in
                .filled(with: configuration.initial, shape: [lanes], on: device)
            }
        }
    }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        request.hooks += decodeHooks(in: context)
        return try next(request)
    }

    func decodeHooks(in context: ForwardContext) -> [any ScanHook] {
        [Hook(factors: (0..<context.model.configuration.layers).compactMap { context.parameters["factors.\($0)"] })]
    }

    private struct Hook: ScanHook {
        let factors: [Tensor]
        var layers: LayerSelection { .all }

        func rewrite(_ scan: inout ScanInputs, at layer: Int) {
            scan.scaleSteps(by: factors[layer])
        }
    }
}
