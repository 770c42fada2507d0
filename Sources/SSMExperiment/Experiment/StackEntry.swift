package import SSMContext

/// One strategy of a stack, written `{name: {configuration}, during: both}` or just `name`.
///
/// With `calibrate: true` the strategy chooses part of its configuration on the calibration samples, once for each
/// column and seed, before it answers.
package struct StackEntry: Sendable, Hashable, Encodable {
    /// The strategy's name.
    package let strategy: String
    /// Its configuration.
    package let configuration: AnyConfiguration
    /// When it acts.
    package let during: StrategyPhase
    /// Whether it chooses part of its configuration on the calibration samples.
    package let isCalibrating: Bool

    /// An entry of a stack.
    package init(
        strategy: String, configuration: AnyConfiguration, during: StrategyPhase = .both, isCalibrating: Bool = false
    ) {
        self.strategy = strategy
        self.configuration = configuration
        self.during = during
        self.isCalibrating = isCalibrating
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        try container.encode(configuration, forKey: AnyCodingKey(strategy))
        try container.encode(during, forKey: Self.duringKey)
        if isCalibrating { try container.encode(true, forKey: Self.calibrateKey) }
    }
}

extension StackEntry: Decodable {
    private static let duringKey = AnyCodingKey("during")
    private static let calibrateKey = AnyCodingKey("calibrate")

    package init(from decoder: any Decoder) throws {
        let strategies = try Catalogs.carried(by: decoder).strategyNames
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        let own = [Self.duringKey, Self.calibrateKey].map(\.stringValue)
        let names = container.allKeys.filter { !own.contains($0.stringValue) }
        guard let name = names.first(where: { strategies.contains($0.stringValue) }) ?? names.first else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "an entry of a stack names a strategy "
                        + "(known: \(strategies.names.joined(separator: ", ")))"))
        }
        strategy = name.stringValue
        during = try container.decodeIfPresent(StrategyPhase.self, forKey: Self.duringKey) ?? .both
        isCalibrating = try container.decodeIfPresent(Bool.self, forKey: Self.calibrateKey) ?? false
        configuration = try strategies.configuration(of: strategy, from: container.superDecoder(forKey: name))
    }
}
