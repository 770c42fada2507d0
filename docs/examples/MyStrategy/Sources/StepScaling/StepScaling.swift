public import SSMLabKit

/// Takes smaller steps through a prompt that is longer than those of training, so that the state forgets no more over
/// the whole prompt than it did then.
public struct StepScaling: ContextStrategy {
    /// What a researcher sets.
    public struct Configuration: Codable, Sendable, Hashable {
        /// Length of the prompts in training; shorter ones are left alone.
        public var baseLength: Int

        /// A configuration.
        public init(baseLength: Int) {
            self.baseLength = baseLength
        }

        private enum CodingKeys: String, CodingKey {
            case baseLength = "base-length"
        }
    }

    public static let name: StrategyName = "step-scaling"

    public let configuration: Configuration

    public init(_ configuration: Configuration) throws(StrategyError) {
        guard configuration.baseLength > 0 else {
            throw .badConfiguration(
                strategy: Self.name, key: "base-length", reason: "\(configuration.baseLength) is not a length")
        }
        self.configuration = configuration
    }

    /// Reads the prompt with the hook attached.
    public func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        request.hooks.append(hook)
        return try next(request)
    }

    /// Decodes with the same steps as the prompt was read with.
    public func decodeHooks(in context: ForwardContext) -> [any ScanHook] { [hook] }

    private var hook: StepScalingHook { StepScalingHook(baseLength: configuration.baseLength) }
}
