extension KeyedDecodingContainer {
    /// A whole number of at least 1.
    func decodePositive(forKey key: Key, default fallback: Int? = nil) throws -> Int {
        guard let value = try fallback == nil ? decode(Int.self, forKey: key) : decodeIfPresent(Int.self, forKey: key)
        else { return fallback ?? 1 }
        guard value >= 1 else { throw refusal(forKey: key, "\(value) is not at least 1") }
        return value
    }

    /// A list that is not empty and has nothing twice.
    func decodeDistinct<Value: Decodable & Hashable>(
        _ type: Value.Type, forKey key: Key, default fallback: [Value]? = nil
    ) throws -> [Value] {
        let isOptional = fallback != nil
        let values = try isOptional ? decodeIfPresent([Value].self, forKey: key) : decode([Value].self, forKey: key)
        guard let values else { return fallback ?? [] }
        guard !values.isEmpty else { throw refusal(forKey: key, "the list is empty") }
        guard Set(values).count == values.count else { throw refusal(forKey: key, "the list has an entry twice") }
        return values
    }

    /// Depths between 0 and 1, each once; no depths mean evidence anywhere.
    func decodeDepths(forKey key: Key) throws -> [Double] {
        let depths = try decodeIfPresent([Double].self, forKey: key) ?? []
        guard depths.allSatisfy({ (0...1).contains($0) }) else {
            throw refusal(forKey: key, "depths lie between 0 and 1")
        }
        guard Set(depths).count == depths.count else { throw refusal(forKey: key, "the list has an entry twice") }
        return depths
    }

    /// The error of a value that has the right type and is refused.
    func refusal(forKey key: Key, _ reason: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: reason)
    }
}
