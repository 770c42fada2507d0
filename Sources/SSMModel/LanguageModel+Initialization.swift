import Foundation
public import SSMTensor

extension LanguageModel {
    /// A model with random parameters, as the original code initialises them.
    ///
    /// - Source: state-spaces/mamba, `Mamba.__init__` and `_init_weights`: S4D-real A, D = 1, steps log-uniform in
    ///   `timeStepRange`, uniform ±1/√fan-in projections, `out_proj` divided by √layers, embedding of deviation 0.02.
    ///   A head of its own is left as `torch.nn.Linear` makes it: uniform ±1/√width.
    public init(randomly configuration: ModelConfiguration, key: RandomKey, on device: Device) throws(ModelError) {
        var parameters = ParameterTree()
        for (name, shape) in configuration.parameterShapes {
            let key = key.folding(name)
            parameters[name] =
                switch name {
                case ParameterName.embedding:
                    Tensor.normal(shape, scale: 0.02, key: key, on: device)
                case ParameterName.head:
                    Tensor.uniform(
                        shape, in: configuration.projectionRange(inputs: configuration.width), key: key, on: device)
                case ParameterName.finalNorm:
                    Tensor.filled(with: 1, shape: shape, on: device)
                default:
                    configuration.initialBlockParameter(name, shape: shape, key: key, on: device)
                }
        }
        try self.init(configuration, parameters: parameters, on: device, source: "initialisation")
    }
}

extension ModelConfiguration {
    fileprivate func initialBlockParameter(
        _ name: String, shape: [Int], key: RandomKey, on device: Device
    ) -> Tensor {
        func uniform(inputs: Int, layers: Int = 1) -> Tensor {
            Tensor.uniform(shape, in: projectionRange(inputs: inputs, layers: layers), key: key, on: device)
        }
        guard let kind = ParameterName.Block.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
            preconditionFailure("initialisation: '\(name)' is no parameter of a block")
        }
        switch kind {
        case .norm, .skip:
            return Tensor.filled(with: 1, shape: shape, on: device)
        case .inProjection:
            return uniform(inputs: width)
        case .convolutionWeight, .convolutionBias:
            return uniform(inputs: convolutionWidth)
        case .xProjection:
            return uniform(inputs: innerWidth)
        case .stepProjection:
            return uniform(inputs: timeStepRank)
        case .stepBias:
            return initialStepBias(key: key, on: device)
        case .aLog:
            let row = (1...state).map { Float(Portable.log(Double($0))) }
            return Tensor(Array(repeating: row, count: innerWidth).flatMap(\.self), shape: shape, on: device)
        case .outProjection:
            return uniform(inputs: innerWidth, layers: layers)
        }
    }

    /// ±1/√inputs, divided by √layers.
    fileprivate func projectionRange(inputs: Int, layers: Int = 1) -> ClosedRange<Float> {
        let bound = Float(1 / Double(inputs).squareRoot() / Double(layers).squareRoot())
        return -bound...bound
    }

    /// The inverse of softplus at steps drawn log-uniformly from the range.
    private func initialStepBias(key: RandomKey, on device: Device) -> Tensor {
        var generator = key.generator
        let low = Portable.log(Double(timeStepRange.lowerBound))
        let high = Portable.log(Double(timeStepRange.upperBound))
        let values = (0..<innerWidth).map { _ in
            let step = max(Portable.exp(low + generator.uniform() * (high - low)), Double(timeStepFloor))
            return Float(step + Portable.log(1 - Portable.exp(-step)))
        }
        return Tensor(values, shape: [innerWidth], on: device)
    }
}
