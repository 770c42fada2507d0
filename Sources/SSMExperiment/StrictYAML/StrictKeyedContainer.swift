/// Reads a mapping and notes each key that is asked for.
///
/// A key with nothing behind it (`steps:`) is a wrong type, not a missing key: a forgotten value never becomes a
/// default in silence. A written `null` is what optional keys may have.
struct StrictKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let decoder: StrictDecoder
    private let entries: [ConfigurationNode.Entry]
    private let path: [String]

    init(_ decoder: StrictDecoder) throws(ConfigurationError) {
        guard case .mapping(let entries) = decoder.node.content else { throw decoder.wrongType("a mapping") }
        self.decoder = decoder
        self.entries = entries
        path = decoder.path
        decoder.ledger.open(path)
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { entries.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool {
        decoder.ledger.ask(key.stringValue, at: path)
        return entries.contains { $0.key == key.stringValue }
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try child(key).node.isWrittenNull
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try scalar(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try scalar(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try scalar(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try scalar(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try scalar(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try scalar(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try scalar(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try scalar(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try scalar(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try scalar(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try scalar(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try scalar(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try scalar(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try scalar(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try child(key).value(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try child(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try child(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        try child(named: "super", key: AnyCodingKey("super"))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try child(key)
    }

    private func scalar(_ key: Key) throws -> any SingleValueDecodingContainer {
        try child(key).singleValueContainer()
    }

    private func child(_ key: Key) throws(ConfigurationError) -> StrictDecoder {
        try child(named: key.stringValue, key: key)
    }

    private func child(named name: String, key: any CodingKey) throws(ConfigurationError) -> StrictDecoder {
        decoder.ledger.ask(name, at: path)
        if let entry = entries.first(where: { $0.key == name }) { return decoder.child(entry.value, key: key) }
        if let misspelt = decoder.ledger.misspelling(of: name, in: entries, at: path) {
            throw ConfigurationError(
                .unknownKey(misspelt.key, nearest: name, known: decoder.ledger.known(at: path)), at: misspelt.place,
                path: path)
        }
        throw decoder.error(.missingKey(name))
    }
}
