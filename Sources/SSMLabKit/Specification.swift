import SSMContext
import SSMExperiment

/// A strategy or a task as the command line spells it: `name` or `name:{yaml}`.
struct Specification {
    /// The name.
    let name: String
    private let configuration: ConfigurationNode

    /// Splits and reads a text.
    ///
    /// - Throws: `ConfigurationError`.
    init(parsing text: String) throws(ConfigurationError) {
        let place = ConfigurationPlace(source: .argument(text))
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        name = parts[0].trimmingWhitespace
        guard !name.isEmpty else { throw ConfigurationError(.invalid(reason: "the name is missing"), at: place) }
        let yaml = parts.count > 1 ? parts[1].trimmingWhitespace : "{}"
        guard yaml.hasPrefix("{") else {
            throw ConfigurationError(.invalid(reason: "write NAME or NAME:{key: value}"), at: place)
        }
        configuration = try ConfigurationNode(parsing: yaml, from: .argument(text))
    }

    /// What a closure reads from the configuration, strictly.
    func decode<Value>(with read: (any Decoder) throws -> Value) throws(ConfigurationError) -> Value {
        try StrictYAML.decode(from: configuration, with: read)
    }

    /// The strategy of a catalog.
    func strategy(from catalog: StrategyCatalog) throws -> any ContextStrategy {
        let registration = try catalog.registration(named: name)
        return try decode { try registration.strategy(from: $0) }
    }
}

extension Substring {
    fileprivate var trimmingWhitespace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
