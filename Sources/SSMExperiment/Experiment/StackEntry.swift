package import SSMContext

/// One strategy of a stack, written `{name: {configuration}, during: both}` or just `name`.
package struct StackEntry: Sendable, Hashable, Encodable {
    /// The strategy's name.
    package let strategy: String
    /// Its configuration.
    package let configuration: AnyConfiguration
    /// When it acts.
    package let during: StrategyPhase

    /// An entry of a stack.
    package init(strategy: String, configuration: AnyConfiguration, during: StrategyPhase = .both) {
        self.strategy = strategy
        self.configuration = configuration
        self.during = during
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        try container.encode(configuration, forKey: AnyCodingKey(strategy))
        try container.encode(during, forKey: AnyCodingKey("during"))
    }
}

extension StackEntry: Decodable {
    package init(from decoder: any Decoder) throws {
        let strategies = try Catalogs.carried(by: decoder).strategyNames
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        let during = AnyCodingKey("during")
        let names = container.allKeys.filter { $0.stringValue != during.stringValue }
        guard let name = names.first(where: { strategies.contains($0.stringValue) }) ?? names.first else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "an entry of a stack names a strategy "
                        + "(known: \(strategies.names.joined(separator: ", ")))"))
        }
        strategy = name.stringValue
        self.during = try container.decodeIfPresent(StrategyPhase.self, forKey: during) ?? .both
        configuration = try strategies.configuration(of: strategy, from: container.superDecoder(forKey: name))
    }
}
