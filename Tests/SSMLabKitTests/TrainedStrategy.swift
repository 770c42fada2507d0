import SSMContext
import SSMTensor

/// A strategy that needs a trained tensor.
struct TrainedStrategy: ContextStrategy {
    struct Configuration: Codable, Sendable {}

    static let name: StrategyName = "trained"
    static let registration = StrategyRegistration(TrainedStrategy.self, summary: "needs training", citation: "none")
    let configuration: Configuration

    init(_ configuration: Configuration) throws(StrategyError) {
        self.configuration = configuration
    }

    func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {
        builder.declare("factor") { _, device in .filled(with: 1, shape: [1], on: device) }
    }
}
