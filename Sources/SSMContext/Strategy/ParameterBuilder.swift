public import SSMModel
public import SSMTensor

/// What a strategy may know of the model that it wraps.
public struct ModelDescription: Sendable {
    /// The shape of the model.
    public let configuration: ModelConfiguration
    /// Where it runs.
    public let device: Device
    private let parameters: ParameterTree

    /// Describes a model.
    public init(_ model: LanguageModel) {
        configuration = model.configuration
        device = model.device
        parameters = model.parameters
    }

    /// A weight of the model by its checkpoint name, without gradients: to initialise from. Nil when there is none.
    public func weight(_ name: String) -> Tensor? {
        parameters[name]?.detached
    }
}

/// Collects the trainable tensors that a strategy declares.
public struct ParameterBuilder: Sendable {
    /// What was declared so far, by name in the strategy's namespace.
    public private(set) var parameters = ParameterTree()
    /// Random numbers of this strategy.
    public let key: RandomKey
    /// Where the tensors live.
    public let device: Device

    /// An empty builder.
    public init(key: RandomKey, on device: Device) {
        self.key = key
        self.device = device
    }

    /// Declares a tensor with its first value.
    ///
    /// - Precondition: the name is new.
    public mutating func declare(_ name: String, initially value: Tensor) {
        precondition(parameters[name] == nil, "ParameterBuilder: '\(name)' is declared twice")
        parameters[name] = value.detached
    }
}
