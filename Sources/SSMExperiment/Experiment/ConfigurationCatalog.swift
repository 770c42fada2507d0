/// The names that a configuration may use for one kind of thing, and how each one's configuration is read.
struct ConfigurationCatalog: Sendable {
    /// Reads and checks the configuration of one name.
    typealias Reading = @Sendable (any Decoder) throws -> any Codable & Sendable

    /// What the catalog lists, in the singular: "strategy".
    let noun: String
    private let readings: [String: Reading]

    /// A catalog of names, none of which occurs twice.
    init(of noun: String, _ entries: [(name: String, reading: Reading)]) {
        self.noun = noun
        readings = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.reading) })
    }

    /// All names, sorted.
    var names: [String] { readings.keys.sorted() }

    /// Whether the catalog has a name.
    func contains(_ name: String) -> Bool { readings[name] != nil }

    /// The configuration of a name.
    ///
    /// - Throws: `UnknownName`, or what reading the configuration throws.
    func configuration(of name: String, from decoder: any Decoder) throws -> AnyConfiguration {
        guard let reading = readings[name] else { throw UnknownName(noun: noun, name: name, known: names) }
        return try AnyConfiguration(reading(decoder))
    }
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
