import Crypto
import Foundation

/// The name of a request by its content: model, messages and options, but not where it is sent nor with which key.
///
/// The hash is of bytes, so that texts which Swift calls equal and which are written differently have keys of their own.
public struct RequestKey: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The SHA-256 as 64 hexadecimal digits.
    public let hexadecimal: String

    /// A key as it stands in a file.
    init(hexadecimal: String) {
        self.hexadecimal = hexadecimal
    }

    init(of request: TeacherRequest) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content: Data
        do {
            content = try encoder.encode(request)
        } catch {
            // JSON lacks only numbers that are not finite, and options have none.
            preconditionFailure("a request has no JSON: \(error)")
        }
        hexadecimal = SHA256.hash(data: content).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The first 12 digits, which tell the entries of a cache apart for a reader.
    public var description: String { String(hexadecimal.prefix(12)) }

    public init(from decoder: any Decoder) throws {
        hexadecimal = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}
