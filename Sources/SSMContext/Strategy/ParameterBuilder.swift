public import SSMTensor

/// Collects the trainable tensors that a strategy declares.
public struct ParameterBuilder: Sendable {
    /// Names declared so far, in the strategy's namespace.
    public private(set) var names: [String] = []
    /// First values of what was declared; empty where only the names are wanted.
    public private(set) var parameters = ParameterTree()
    /// Random numbers of this strategy.
    public let key: RandomKey
    /// Where the tensors live.
    public let device: Device
    private let wantsValues: Bool

    /// An empty builder.
    ///
    /// - Parameter wantsValues: false when only the names are asked for; no first value is then computed.
    public init(key: RandomKey, on device: Device, wantsValues: Bool = true) {
        self.key = key
        self.device = device
        self.wantsValues = wantsValues
    }

    /// Declares a tensor with its first value, which is computed only when it is wanted.
    ///
    /// - Parameter value: makes the first value from random numbers of this tensor's own, on the builder's device.
    /// - Precondition: the name is new.
    public mutating func declare(_ name: String, initially value: (RandomKey, Device) -> Tensor) {
        precondition(!names.contains(name), "ParameterBuilder: '\(name)' is declared twice")
        names.append(name)
        if wantsValues { parameters[name] = value(key.folding(name), device).detached }
    }
}
