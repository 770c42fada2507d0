public import SSMContext
public import SSMTensor

/// The query, key and value networks of `ReMamba`: each a linear map, SiLU, and a linear map, all (D) to (D).
public struct MemoryNetworks: Sendable {
    private enum Part: String, CaseIterable {
        case query, key, value
    }

    private struct Network: Sendable {
        let weights: [Tensor]  // two of (D, D)
        let biases: [Tensor]  // two of (D)

        func callAsFunction(_ rows: Tensor) -> Tensor {
            rows.linear(weights[0], bias: biases[0]).silu().linear(weights[1], bias: biases[1])
        }
    }

    private let queryNetwork: Network
    private let keyNetwork: Network
    private let valueNetwork: Network

    /// The networks of a strategy's parameters, `<query | key | value>.<0 | 1>.<weight | bias>`.
    ///
    /// - Throws: `StrategyError.missingParameters` naming the first one that is not there.
    public init(_ parameters: ParameterTree) throws(StrategyError) {
        func network(_ part: Part) throws(StrategyError) -> Network {
            var weights: [Tensor] = []
            var biases: [Tensor] = []
            for place in 0...1 {
                weights.append(try parameters.tensor("\(part.rawValue).\(place).weight"))
                biases.append(try parameters.tensor("\(part.rawValue).\(place).bias"))
            }
            return Network(weights: weights, biases: biases)
        }
        queryNetwork = try network(.query)
        keyNetwork = try network(.key)
        valueNetwork = try network(.value)
    }

    private init(query: Network, key: Network, value: Network) {
        queryNetwork = query
        keyNetwork = key
        valueNetwork = value
    }

    /// The same networks without gradients.
    var detached: MemoryNetworks {
        func detached(_ network: Network) -> Network {
            Network(weights: network.weights.map(\.detached), biases: network.biases.map(\.detached))
        }
        return MemoryNetworks(
            query: detached(queryNetwork), key: detached(keyNetwork), value: detached(valueNetwork))
    }

    /// What memory rows are made of final rows: (rows, D) to (rows, D).
    public func values(of rows: Tensor) -> Tensor {
        valueNetwork(rows)
    }

    /// The cosine between the key of each row (rows, D) and the query of one row (1, D): (rows).
    ///
    /// - Source: q · k / max(|q| |k|, 1e-8).
    public func cosines(of rows: Tensor, to last: Tensor) -> Tensor {
        keyNetwork(rows).cosine(with: queryNetwork(last).reshaped([last.columns]))
    }

    /// Declares the parameters with their first values: square blocks of the first layer's projections, no bias.
    ///
    /// - Source: by `code`, the key is made of the rows of in_proj that make x, the query of those that make the gate,
    ///   the value of the columns of out_proj. By `paper`, all are of in_proj; it does not say which, and here the value
    ///   takes the blocks of the key.
    static func declare(
        in builder: inout ParameterBuilder, for model: ModelDescription, initialisation: InitialBlocks
    ) {
        let width = model.configuration.width
        func block(_ part: Part, _ place: Int) -> Tensor {
            func of(_ name: String) -> Tensor {
                guard let weight = model.weight("backbone.layers.0.mixer.\(name).weight") else {
                    preconditionFailure("ReMamba: the model has no \(name) in its first layer")
                }
                return weight
            }
            switch (part, initialisation) {
            case (.query, _): return of("in_proj").rows((2 + place) * width..<(3 + place) * width)
            case (.key, _), (.value, .paper): return of("in_proj").rows(place * width..<(1 + place) * width)
            case (.value, .code): return of("out_proj").columns(place * width..<(1 + place) * width)
            }
        }
        for part in Part.allCases {
            for place in 0...1 {
                builder.declare("\(part.rawValue).\(place).weight") { _, _ in block(part, place) }
                builder.declare("\(part.rawValue).\(place).bias") { _, device in .zeros([width], on: device) }
            }
        }
    }
}

extension ParameterTree {
    /// A parameter of the strategy.
    ///
    /// - Throws: `StrategyError.missingParameters`.
    func tensor(_ name: String) throws(StrategyError) -> Tensor {
        guard let tensor = self[name] else { throw .missingParameters(strategy: ReMamba.name.text, name: name) }
        return tensor
    }
}
