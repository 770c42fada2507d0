/// Low-rank adapters on some of a model's matrices: rank, strength, dropout, and which matrices.
///
/// - Source: Hu et al., "LoRA: low-rank adaptation of large language models"; the meaning of the keys as in peft.
public struct LoRAConfiguration: Sendable, Hashable, Codable {
    /// Rank of each adapter, R.
    public let rank: Int
    /// The adapters' product is multiplied by `alpha` / `rank`.
    public let alpha: Double
    /// The probability that an input of an adapter is left out, in training.
    public let dropout: Double
    /// Which matrices are adapted.
    public let targets: [ParameterPattern]

    /// A checked configuration.
    ///
    /// - Throws: `ModelError.badAdapters` that names the key.
    public init(
        rank: Int = 8, alpha: Double = 16, dropout: Double = 0,
        targets: [ParameterPattern] = [ParameterPattern("in_proj"), ParameterPattern("out_proj")]
    ) throws(ModelError) {
        self.rank = rank
        self.alpha = alpha
        self.dropout = dropout
        self.targets = targets
        if rank < 1 { throw .badAdapters(key: "rank", reason: "is \(rank), but must be at least 1") }
        if !(alpha > 0 && alpha.isFinite) {
            throw .badAdapters(key: "alpha", reason: "is \(alpha), but must be above 0")
        }
        if !(0..<1).contains(dropout) {
            throw .badAdapters(key: "dropout", reason: "is \(dropout), but must be from 0 to below 1")
        }
        if targets.isEmpty { throw .badAdapters(key: "targets", reason: "names no matrix") }
    }

    /// What the adapters' product is multiplied by.
    public var scale: Float { Float(alpha / Double(rank)) }

    /// The matrices of a model that are adapted, in the order of the layers.
    public func targets(in model: ModelConfiguration) -> [String] {
        model.adaptableShapes.map(\.name).filter { name in targets.contains { $0.matches(name) } }
    }

    /// Number of elements of all adapters of a model.
    public func parameterCount(in model: ModelConfiguration) -> Int {
        let names = Set(targets(in: model))
        return model.adaptableShapes.reduce(0) { $0 + (names.contains($1.name) ? rank * $1.shape.reduce(0, +) : 0) }
    }

    /// Whether the model's embedding and head, one matrix so far, become two when the adapters are merged.
    public func unties(_ model: ModelConfiguration) -> Bool {
        let names = targets(in: model)
        return model.tiesEmbeddings && (names.contains(ParameterName.embedding) || names.contains(ParameterName.head))
    }

    enum CodingKeys: String, CodingKey {
        case rank, alpha, dropout, targets
    }

    /// Decodes a mapping whose keys are all optional.
    ///
    /// - Throws: `DecodingError.dataCorrupted` at the key that is out of range.
    public init(from decoder: any Decoder) throws {
        let standard = try LoRAConfiguration()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        do {
            try self.init(
                rank: container.decodeIfPresent(Int.self, forKey: .rank) ?? standard.rank,
                alpha: container.decodeIfPresent(Double.self, forKey: .alpha) ?? standard.alpha,
                dropout: container.decodeIfPresent(Double.self, forKey: .dropout) ?? standard.dropout,
                targets: container.decodeIfPresent([ParameterPattern].self, forKey: .targets) ?? standard.targets)
        } catch ModelError.badAdapters(let key, let reason) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [CodingKeys(rawValue: key)].compactMap(\.self),
                    debugDescription: "\(key) \(reason)"))
        }
    }
}

extension ModelConfiguration {
    /// Name and shape of every matrix that an adapter can stand beside, in the order of the layers: the embedding, the
    /// projections of the blocks, and the head, tied or not.
    package var adaptableShapes: [(name: String, shape: [Int])] {
        let projections: [ParameterName.Block] = [.inProjection, .xProjection, .stepProjection, .outProjection]
        let names = (0..<layers).flatMap { layer in projections.map { ParameterName.block(layer, $0) } }
        let shapes = Dictionary(uniqueKeysWithValues: parameterShapes.map { ($0.name, $0.shape) })
        let table = [vocabularySize, width]
        return [(ParameterName.embedding, table)] + names.map { ($0, shapes[$0] ?? []) } + [(ParameterName.head, table)]
    }
}
