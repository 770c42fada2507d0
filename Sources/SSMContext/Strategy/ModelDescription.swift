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
