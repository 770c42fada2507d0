/// What can be wrong with a strategy.
public enum StrategyError: Error, Sendable, CustomStringConvertible {
    /// A value of the configuration that the strategy cannot work with.
    case badConfiguration(strategy: StrategyName, key: String, reason: String)
    /// A name that is not in the catalog.
    case unknown(name: String, known: [String])
    /// A `name:{yaml}` that cannot be read.
    case badSpecification(text: String, reason: String)
    /// A result that breaks a rule of the runtime.
    case brokenRule(strategy: String, rule: String)
    /// A checkpoint without the parameters that the strategy trains.
    case missingParameters(strategy: String, name: String)
    /// Something the strategy needs and the run does not offer.
    case unsupported(strategy: String, reason: String)

    /// One sentence that says what is wrong and what to do.
    public var description: String {
        switch self {
        case .badConfiguration(let strategy, let key, let reason):
            "strategy '\(strategy)', key '\(key)': \(reason)"
        case .unknown(let name, let known):
            "there is no strategy '\(name)'; known are \(known.joined(separator: ", "))"
        case .badSpecification(let text, let reason):
            "strategy '\(text)': \(reason); write NAME or NAME:{key: value}"
        case .brokenRule(let strategy, let rule):
            "strategy '\(strategy)' broke a rule of the runtime: \(rule)"
        case .missingParameters(let strategy, let name):
            "strategy '\(strategy)': the checkpoint lacks its trained parameter '\(name)'; train it first"
        case .unsupported(let strategy, let reason):
            "strategy '\(strategy)': \(reason)"
        }
    }
}
