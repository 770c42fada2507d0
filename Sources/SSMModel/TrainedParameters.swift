/// What a step of training changes.
public struct TrainedParameters: Sendable, Hashable {
    /// Elements of the parameters that have gradients, adapters among them.
    public var count: Int
    /// Elements of adapters that stand beside the model's parameters.
    public var adapters: Int
    /// Whether the embedding or the head has a gradient.
    public var includesTables: Bool

    /// Some parameters.
    public init(count: Int, adapters: Int = 0, includesTables: Bool) {
        self.count = count
        self.adapters = adapters
        self.includesTables = includesTables
    }

    /// Every parameter of a model.
    public static func all(of model: ModelConfiguration) -> TrainedParameters {
        TrainedParameters(count: ParameterCounts(of: model).total, includesTables: true)
    }
}
