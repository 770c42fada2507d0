/// Where the weights come from: drawn afresh for each seed, or read from a checkpoint.
package enum ModelSource: Sendable, Hashable, Codable {
    /// A new model of this shape.
    case fresh(ModelShape)
    /// A Hugging Face folder or an `.h5`, by its path.
    case checkpoint(String)

    private enum CodingKeys: String, CodingKey {
        case checkpoint
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.checkpoint) {
            self = .checkpoint(try container.decode(String.self, forKey: .checkpoint))
        } else {
            self = .fresh(try ModelShape(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .fresh(let shape):
            try shape.encode(to: encoder)
        case .checkpoint(let path):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .checkpoint)
        }
    }
}
