package import Foundation

/// Decodes values from YAML and refuses what nothing reads.
///
/// Any `Decodable` type can be read. An unknown key, a missing key, a wrong type or a value that the type refuses is
/// a `ConfigurationError` with its place, and a misspelt name comes with the nearest known one.
package enum StrictYAML {
    /// The value in a file.
    ///
    /// - Throws: `ConfigurationError`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, contentsOf url: URL, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) throws(ConfigurationError) -> Value {
        try decode(type, from: ConfigurationNode(contentsOf: url), userInfo: userInfo)
    }

    /// The value in a tree of configuration.
    ///
    /// - Throws: `ConfigurationError`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from node: ConfigurationNode, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) throws(ConfigurationError) -> Value {
        let decoder = StrictDecoder(node: node, codingPath: [], ledger: KeyLedger(), userInfo: userInfo)
        let value = try decoder.value(type)
        try decoder.ledger.checkEverythingWasRead(in: node)
        return value
    }

    /// What a closure reads from a tree of configuration: for types that are known only at run time.
    ///
    /// - Throws: `ConfigurationError`; other errors of the closure become one that is `invalid`.
    package static func decode<Value>(
        from node: ConfigurationNode, userInfo: [CodingUserInfoKey: any Sendable] = [:],
        with read: (any Decoder) throws -> Value
    ) throws(ConfigurationError) -> Value {
        let decoder = StrictDecoder(node: node, codingPath: [], ledger: KeyLedger(), userInfo: userInfo)
        let value = try decoder.reportingPlaces(nil, read)
        try decoder.ledger.checkEverythingWasRead(in: node)
        return value
    }
}
