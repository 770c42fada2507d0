/// One stage of training: it starts from the checkpoint of the stage before.
package struct Stage: Sendable, Hashable, Codable {
    /// The stage's name.
    package let name: String
    /// Whether the training half of the column's stack takes part.
    package let isWithStrategy: Bool
    /// Everything that the training loop reads, name and `with-strategy` among it.
    package let configuration: AnyConfiguration

    private enum CodingKeys: String, CodingKey {
        case name
        case isWithStrategy = "with-strategy"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        isWithStrategy = try container.decodeIfPresent(Bool.self, forKey: .isWithStrategy) ?? false
        configuration = try AnyConfiguration(Catalogs.carried(by: decoder).stage(decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try configuration.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(isWithStrategy, forKey: .isWithStrategy)
    }
}
