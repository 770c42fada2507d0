import SSMContext
import SSMModel
import SSMTensor

/// A strategy with a parameter of its own: what is added to the raw steps of the first layer.
struct OffsetSteps: ContextStrategy {
    static let name: StrategyName = "offset"
    let configuration: NoSettings

    init(_ configuration: NoSettings) throws(StrategyError) {
        self.configuration = configuration
    }

    func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {
        builder.declare("offset") { _, device in .zeros([model.configuration.innerWidth], on: device) }
    }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        if let offset = context.parameters["offset"] { request.hooks.append(Addition(offset: offset)) }
        return try next(request)
    }

    private struct Addition: ScanHook {
        let offset: Tensor
        var layers: LayerSelection { .some([0]) }

        func rewrite(_ scan: inout ScanInputs, at layer: Int) {
            scan.rawSteps = scan.rawSteps + offset
        }
    }
}
