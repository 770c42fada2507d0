/// The name of a strategy: lower-case letters, digits and hyphens.
public struct StrategyName: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text of the name.
    public let text: String

    /// A name.
    public init(_ text: String) {
        self.text = text
    }

    public init(stringLiteral value: String) {
        text = value
    }

    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
}
