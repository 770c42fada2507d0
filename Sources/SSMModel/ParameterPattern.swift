/// A pattern of parameter names, such as `in_proj`, `layers.3.*` or `remamba/*`.
///
/// A pattern matches a name when it matches whole components of it, one after the other: components are what `.` and
/// `/` part. `*` stands for any characters. So `in_proj` matches `backbone.layers.0.mixer.in_proj.weight`, `layers.1`
/// does not match layer 10, and `*` matches everything.
public struct ParameterPattern: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The pattern as it was written.
    public let text: String

    /// A pattern.
    ///
    /// - Precondition: the text is not empty.
    public init(_ text: String) {
        precondition(!text.isEmpty, "ParameterPattern: the text is empty")
        self.text = text
    }

    /// Reads a single text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for an empty one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = try container.decode(String.self)
        guard !text.isEmpty else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a pattern is empty")
        }
    }

    /// Writes a single text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }

    /// Whether the pattern matches a name.
    ///
    /// - Complexity: O(length of the pattern · length of the name).
    public func matches(_ name: String) -> Bool {
        let letters = Array(name.utf8)
        let isSeparator = letters.map { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
        // Where in the name a match of the pattern so far can end: at first, where a component begins.
        var ends = (0...letters.count).map { $0 == 0 || isSeparator[$0 - 1] }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "*") {
                var isReached = false
                for index in ends.indices {
                    isReached = isReached || ends[index]
                    ends[index] = isReached
                }
            } else {
                for index in ends.indices.reversed() {
                    ends[index] = index > 0 && ends[index - 1] && letters[index - 1] == byte
                }
            }
        }
        return ends.indices.contains { ends[$0] && ($0 == letters.count || isSeparator[$0]) }
    }
}
