/// Reads a list, entry by entry.
struct StrictUnkeyedContainer: UnkeyedDecodingContainer {
    private let decoder: StrictDecoder
    private let items: [ConfigurationNode]
    private(set) var currentIndex = 0

    init(_ decoder: StrictDecoder) throws(ConfigurationError) {
        guard case .sequence(let items) = decoder.node.content else { throw decoder.wrongType("a list") }
        self.decoder = decoder
        self.items = items
        decoder.ledger.open(decoder.path)
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex].isWrittenNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next().value(type)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        try next()
    }

    private mutating func next() throws(ConfigurationError) -> StrictDecoder {
        guard !isAtEnd else {
            throw decoder.error(.invalid(reason: "the list ends after \(items.count) entries; more are needed"))
        }
        defer { currentIndex += 1 }
        return decoder.child(items[currentIndex], key: AnyCodingKey(index: currentIndex))
    }
}
