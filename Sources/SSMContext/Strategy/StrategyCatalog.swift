/// One strategy as the catalog lists it.
public struct StrategyRegistration: Sendable {
    /// The name in experiments and on the command line.
    public let name: StrategyName
    /// One line on what it does.
    public let summary: String
    /// Where it was published.
    public let citation: String
    private let make: @Sendable (any Decoder) throws -> any ContextStrategy

    /// Registers a strategy.
    public init<Strategy: ContextStrategy>(_ type: Strategy.Type, summary: String, citation: String) {
        name = Strategy.name
        self.summary = summary
        self.citation = citation
        make = { decoder in
            let configuration = try Strategy.Configuration(from: decoder)
            return try Strategy(configuration)
        }
    }

    /// The strategy with a configuration.
    ///
    /// - Throws: what decoding throws; `StrategyError` when a value makes no sense.
    public func strategy(from decoder: any Decoder) throws -> any ContextStrategy {
        try make(decoder)
    }
}

/// The strategies that a program knows: a value that is passed down, not a global registry.
public struct StrategyCatalog: Sendable {
    /// In the order of registration.
    public let registrations: [StrategyRegistration]

    /// A catalog.
    ///
    /// - Precondition: no name occurs twice.
    public init(_ registrations: [StrategyRegistration]) {
        let names = registrations.map(\.name.text)
        precondition(Set(names).count == names.count, "StrategyCatalog: a name is registered twice in \(names)")
        self.registrations = registrations
    }

    /// The registration of a name.
    public func registration(named name: String) throws(StrategyError) -> StrategyRegistration {
        guard let found = registrations.first(where: { $0.name.text == name }) else {
            throw .unknown(name: name, known: registrations.map(\.name.text))
        }
        return found
    }
}
