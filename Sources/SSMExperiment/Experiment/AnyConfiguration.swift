import SSMRecord

/// The configuration of a strategy, a task or a stage whose type only a catalog knows.
///
/// Two are equal when their canonical JSON is: writing a default out or leaving it out makes no difference.
package struct AnyConfiguration: Sendable, Hashable, Encodable {
    /// The configuration itself.
    package let value: any Codable & Sendable
    /// Its JSON with sorted keys, every default filled in.
    package let json: String

    /// Wraps a configuration.
    ///
    /// - Throws: what the configuration's own encoding throws.
    package init(_ value: any Codable & Sendable) throws {
        self.value = value
        json = try canonicalJSON(of: value)
    }

    package static func == (left: AnyConfiguration, right: AnyConfiguration) -> Bool {
        left.json == right.json
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(json)
    }

    package func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }
}
