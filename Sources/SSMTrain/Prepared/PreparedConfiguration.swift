/// Training examples that were prepared before, from a file.
package struct PreparedConfiguration: Codable, Sendable, Hashable {
    /// `prepared`: the file, one example a line, as `ssmlab prepare` writes it.
    package let path: String
    /// How long an example may be, and how many are held out.
    package let limits: ExampleLimits

    /// Raised whenever the same file and configuration give other examples.
    package static let version = 1

    private enum CodingKeys: String, CodingKey {
        case path = "prepared"
    }

    /// Decodes a mapping.
    ///
    /// - Throws: `DecodingError` at the key that is out of range.
    package init(from decoder: any Decoder) throws {
        limits = try ExampleLimits(from: decoder)
        path = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .path)
    }

    package func encode(to encoder: any Encoder) throws {
        try limits.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
    }
}
