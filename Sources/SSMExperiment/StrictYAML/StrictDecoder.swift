/// A `Decoder` over a tree of configuration that keeps a ledger of the keys it was asked for.
final class StrictDecoder: Decoder {
    let node: ConfigurationNode
    let codingPath: [any CodingKey]
    let ledger: KeyLedger
    let settings: [CodingUserInfoKey: any Sendable]

    init(
        node: ConfigurationNode, codingPath: [any CodingKey], ledger: KeyLedger,
        userInfo: [CodingUserInfoKey: any Sendable]
    ) {
        self.node = node
        self.codingPath = codingPath
        self.ledger = ledger
        self.settings = userInfo
    }

    var userInfo: [CodingUserInfoKey: Any] { settings }

    /// The path as the ledger and the messages name it: list entries by their index.
    var path: [String] { codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue } }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try StrictKeyedContainer<Key>(self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try StrictUnkeyedContainer(self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        ledger.open(path)
        return StrictSingleValueContainer(decoder: self)
    }

    /// The decoder of a child node.
    func child(_ node: ConfigurationNode, key: any CodingKey) -> StrictDecoder {
        StrictDecoder(node: node, codingPath: codingPath + [key], ledger: ledger, userInfo: settings)
    }

    /// An error at this node.
    func error(_ problem: ConfigurationError.Problem) -> ConfigurationError {
        ConfigurationError(problem, at: node.place, path: path)
    }

    /// The error of a value of another type.
    func wrongType(_ expected: String) -> ConfigurationError {
        error(.wrongType(expected: expected, found: node.summary))
    }

    /// The node as a value of a type.
    ///
    /// Types that look at nothing (a configuration without keys) still demand a mapping.
    func value<Value: Decodable>(_ type: Value.Type) throws(ConfigurationError) -> Value {
        try reportingPlaces(type) { decoder in
            let value = try Value(from: decoder)
            if !ledger.isOpened(path) {
                guard case .mapping = node.content else { throw wrongType("a mapping") }
            }
            return value
        }
    }

    /// Runs a reading of this node; errors that name no place get this node's.
    func reportingPlaces<Value>(
        _ type: (any Decodable.Type)?, _ read: (any Decoder) throws -> Value
    ) throws(ConfigurationError) -> Value {
        do {
            return try read(self)
        } catch let error as ConfigurationError {
            throw error
        } catch let error as DecodingError {
            throw placed(error, type: type)
        } catch {
            throw self.error(.invalid(reason: "\(error)"))
        }
    }

    /// What a type's own refusal becomes: an error at the key that the refusal names.
    private func placed(_ error: DecodingError, type: (any Decodable.Type)?) -> ConfigurationError {
        if let type, let value = node.text, let allowed = Self.allowedValues(of: type), !allowed.contains(value) {
            return self.error(
                .unknownValue(value, nearest: nearestName(to: value, among: allowed), allowed: allowed))
        }
        switch error {
        case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context):
            let keys = context.codingPath.dropFirst(codingPath.count)
            return descendant(keys).error(.invalid(reason: context.debugDescription))
        @unknown default:
            return self.error(.invalid(reason: "\(error)"))
        }
    }

    /// The decoder of the node that some keys lead to, as far as they exist.
    private func descendant(_ keys: ArraySlice<any CodingKey>) -> StrictDecoder {
        guard let key = keys.first else { return self }
        switch node.content {
        case .mapping:
            guard let value = node[key.stringValue] else { return self }
            return child(value, key: key).descendant(keys.dropFirst())
        case .sequence(let items):
            guard let index = key.intValue, items.indices.contains(index) else { return self }
            return child(items[index], key: key).descendant(keys.dropFirst())
        case .scalar:
            return self
        }
    }

    /// The raw values of an enumeration that can list its cases.
    private static func allowedValues(of type: any Decodable.Type) -> [String]? {
        func list<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) -> [String] {
            type.allCases.map { "\($0.rawValue)" }
        }
        guard let choices = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
        return list(choices)
    }
}
