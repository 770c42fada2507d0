import Crypto
package import Foundation
import SSMStore

/// The SHA-256 of a resolved configuration, in hexadecimal: it names the folder of a run.
package struct ContentHash: Sendable, Hashable, Codable, CustomStringConvertible {
    /// All 64 hexadecimal digits.
    package let hexadecimal: String

    /// The hash of some bytes.
    package init(of bytes: Data) {
        hexadecimal = SHA256.hash(data: bytes).hexadecimal
    }

    /// The hash of a value's canonical JSON: keys sorted, so that the order of a file does not matter.
    ///
    /// - Throws: what the value's own encoding throws (a number that is not finite).
    package init(ofCanonical value: some Encodable) throws {
        self.init(of: try Data(canonicalJSON(of: value).utf8))
    }

    /// The first 16 digits: unique within a folder of runs, and short enough for a path.
    package var short: String { String(hexadecimal.prefix(16)) }

    package var description: String { short }

    package init(from decoder: any Decoder) throws {
        hexadecimal = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

/// The JSON of a value on one line, with sorted keys: equal values give equal texts.
///
/// - Throws: what the value's own encoding throws.
package func canonicalJSON(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
