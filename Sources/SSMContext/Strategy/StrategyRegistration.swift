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
