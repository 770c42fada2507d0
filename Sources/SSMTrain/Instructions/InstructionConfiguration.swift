/// Instructions to train on: which rows of which files, and how long an example may be.
///
/// The defaults are those of ReMamba's data; small experiments scale them down.
package struct InstructionConfiguration: Codable, Sendable, Hashable {
    /// `instructions`: what is taken from which file.
    package let sources: [InstructionSource]
    /// How long an example may be, and how many are held out.
    package let limits: ExampleLimits

    /// Raised whenever the same files and configuration give other examples.
    package static let version = 1

    /// The most tokens that an example has.
    package var longest: Int { (sources.map(\.totalBelow).max() ?? limits.truncateTo) - 1 }

    private enum CodingKeys: String, CodingKey {
        case sources = "instructions"
    }

    /// Decodes a mapping.
    ///
    /// - Throws: `DecodingError` at the key that is out of range.
    package init(from decoder: any Decoder) throws {
        limits = try ExampleLimits(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func refusal(_ reason: String) -> DecodingError {
            .dataCorruptedError(forKey: .sources, in: container, debugDescription: reason)
        }
        var list = try container.nestedUnkeyedContainer(forKey: .sources)
        var sources: [InstructionSource] = []
        while !list.isAtEnd {
            sources.append(try InstructionSource(from: list.superDecoder(), limit: limits.truncateTo))
        }
        guard !sources.isEmpty else { throw refusal("the list is empty; name at least one file") }
        for (index, source) in sources.enumerated() {
            let others = sources[..<index].filter { $0.path == source.path }
            guard others.allSatisfy({ $0.format == source.format }) else {
                throw refusal("\(source.path) stands in it with two formats")
            }
        }
        self.sources = sources
    }

    package func encode(to encoder: any Encoder) throws {
        try limits.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sources, forKey: .sources)
    }
}
