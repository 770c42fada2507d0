/// The names that a configuration may use for one kind of thing, and how each one's configuration is read.
package struct ConfigurationCatalog: Sendable {
    /// One name.
    package struct Entry: Sendable {
        /// The name in the configuration.
        package let name: String
        /// Reads and checks the configuration of this name.
        package let decode: @Sendable (any Decoder) throws -> any Codable & Sendable

        /// An entry that reads its configuration by a closure.
        package init(_ name: String, decode: @escaping @Sendable (any Decoder) throws -> any Codable & Sendable) {
            self.name = name
            self.decode = decode
        }
    }

    /// What the catalog lists, in the singular: "strategy".
    package let noun: String
    /// The entries by name.
    private let entries: [String: Entry]

    /// A catalog; of two entries with one name the later one stands.
    package init(of noun: String, _ entries: [Entry]) {
        self.noun = noun
        self.entries = Dictionary(entries.map { ($0.name, $0) }) { _, later in later }
    }

    /// All names, sorted.
    package var names: [String] { entries.keys.sorted() }

    /// The configuration of a name.
    ///
    /// - Throws: `ConfigurationError` when the catalog lacks the name or the configuration is refused.
    package func configuration(of name: String, from decoder: any Decoder) throws -> AnyConfiguration {
        guard let entry = entries[name] else {
            throw UnknownName(noun: noun, name: name, known: names)
        }
        return try AnyConfiguration(entry.decode(decoder))
    }

    /// Whether the catalog has a name.
    package func contains(_ name: String) -> Bool { entries[name] != nil }
}

/// A name that a catalog lacks.
struct UnknownName: Error, CustomStringConvertible {
    let noun: String
    let name: String
    let known: [String]

    var description: String {
        let hint = nearestName(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return "unknown \(noun) '\(name)'\(hint) (known: \(known.joined(separator: ", ")))"
    }
}
