public import SSMTensor

/// Low-rank adapters of a model: beside a matrix W (out, in) stand A (R, in) and B (out, R), and the layer computes with
/// W + scale · B · A.
///
/// The embedding (V, D) is a matrix like any other: A is (R, D) and B (V, R).
public struct LowRankAdapters: Sendable {
    /// Rank, strength, dropout and targets.
    public let configuration: LoRAConfiguration
    /// The factors, "<parameter>/A" and "<parameter>/B" by the parameter's checkpoint name.
    public let parameters: ParameterTree

    /// Adapters of these factors.
    ///
    /// - Throws: `ModelError.adapterDoesNotFit` when one of two factors is missing, or has another rank.
    public init(_ configuration: LoRAConfiguration, parameters: ParameterTree) throws(ModelError) {
        self.configuration = configuration
        self.parameters = parameters
        for name in parameters.names {
            guard let target = LowRankAdapters.target(of: name) else {
                throw .adapterDoesNotFit(name: name, reason: "the name of a factor ends with /A or /B")
            }
            guard let (a, b) = factors(of: target) else {
                throw .adapterDoesNotFit(name: target, reason: "one of its two factors, A and B, is missing")
            }
            guard a.rank == 2, b.rank == 2, a.rows == configuration.rank, b.columns == configuration.rank else {
                throw .adapterDoesNotFit(
                    name: target,
                    reason: "its factors \(a.shape) and \(b.shape) are not of the rank \(configuration.rank)")
            }
        }
    }

    /// Adapters before training: B is zero, so that the model computes as it did.
    ///
    /// - Throws: `ModelError.nothingToAdapt` for a pattern that matches no matrix that can be adapted.
    /// - Source: peft, `LoraLayer.reset_lora_parameters`: A uniform ±1/√in (Kaiming with a = √5); for an embedding
    ///   its two factors change places, the one of the rows being zero and the other normal with deviation 1.
    public init(
        randomly configuration: LoRAConfiguration, for model: ModelConfiguration, key: RandomKey, on device: Device
    ) throws(ModelError) {
        let shapes = model.adaptableShapes
        for pattern in configuration.targets where !shapes.contains(where: { pattern.matches($0.name) }) {
            throw .nothingToAdapt(pattern: pattern.text)
        }
        var parameters = ParameterTree()
        let targets = Set(configuration.targets(in: model))
        for (name, shape) in shapes where targets.contains(name) {
            let key = key.folding(name)
            let bound = Float(1 / Double(shape[1]).squareRoot())
            let size = [configuration.rank, shape[1]]
            parameters[name + "/A"] =
                name == ParameterName.embedding
                ? .normal(size, scale: 1, key: key, on: device)
                : .uniform(size, in: -bound...bound, key: key, on: device)
            parameters[name + "/B"] = .zeros([shape[0], configuration.rank], on: device)
        }
        try self.init(configuration, parameters: parameters)
    }

    /// Names of the matrices that are adapted, in order.
    public var targets: [String] {
        parameters.names.filter { $0.hasSuffix("/A") }.map { String($0.dropLast(2)) }
    }

    /// The same adapters with other factors, such as tracked ones.
    ///
    /// - Throws: as `init(_:parameters:)`.
    public func with(_ parameters: ParameterTree) throws(ModelError) -> LowRankAdapters {
        try LowRankAdapters(configuration, parameters: parameters)
    }

    /// A (R, in) and B (out, R) of a matrix; nil when it is not adapted.
    func factors(of name: String) -> (a: Tensor, b: Tensor)? {
        guard let a = parameters[name + "/A"], let b = parameters[name + "/B"] else { return nil }
        return (a, b)
    }

    /// scale · B · A of a matrix, in its shape: (out, in). Nil when it is not adapted.
    func difference(of name: String) -> Tensor? {
        factors(of: name).map { $0.b.matmul($0.a) * configuration.scale }
    }

    /// Refuses adapters of another model.
    ///
    /// - Throws: `ModelError.adapterDoesNotFit`.
    func check(for model: ModelConfiguration) throws(ModelError) {
        let shapes = Dictionary(uniqueKeysWithValues: model.adaptableShapes.map { ($0.name, $0.shape) })
        for name in targets {
            guard let shape = shapes[name] else {
                throw .adapterDoesNotFit(name: name, reason: "the model has no such matrix")
            }
            guard let (a, b) = factors(of: name), [b.rows, a.columns] == shape else {
                let (a, b) = (parameters[name + "/A"]?.shape ?? [], parameters[name + "/B"]?.shape ?? [])
                throw .adapterDoesNotFit(name: name, reason: "its factors are \(a) and \(b), the matrix is \(shape)")
            }
        }
    }

    private static func target(of name: String) -> String? {
        name.hasSuffix("/A") || name.hasSuffix("/B") ? String(name.dropLast(2)) : nil
    }
}
