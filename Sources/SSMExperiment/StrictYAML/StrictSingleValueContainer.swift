/// Reads one scalar, by the rules of `ScalarReading`.
struct StrictSingleValueContainer: SingleValueDecodingContainer {
    let decoder: StrictDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.node.isWrittenNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .scalar(let text, isQuoted: false) = decoder.node.content, let value = ScalarReading.boolean(text)
        else { throw decoder.wrongType("true or false") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .scalar(let text, let isQuoted) = decoder.node.content else { throw decoder.wrongType("a text") }
        if isQuoted { return text }
        let isText = !decoder.node.isNull && ScalarReading.boolean(text) == nil && ScalarReading.number(text) == nil
        guard isText else { throw decoder.wrongType("a text (put it in quotes if it is meant so)") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double { try number() }

    func decode(_ type: Float.Type) throws -> Float {
        let value = Float(try number())
        guard value.isFinite else { throw decoder.wrongType("a number of at most 3.4e38") }
        return value
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.value(type) }

    private func number() throws(ConfigurationError) -> Double {
        guard case .scalar(let text, isQuoted: false) = decoder.node.content, let value = ScalarReading.number(text)
        else { throw decoder.wrongType("a number") }
        return value
    }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(ConfigurationError) -> Value {
        guard case .scalar(let text, isQuoted: false) = decoder.node.content,
            let value = ScalarReading.integer(text, as: type)
        else { throw decoder.wrongType(Value.isSigned ? "a whole number" : "a whole number that is not negative") }
        return value
    }
}
