/// One of the sources of a mixture: an entry of a list under `data:`.
package struct WeightedSource: Sendable, Hashable, Codable {
    /// Where its examples come from.
    package let source: DataSource
    /// `share`: the share of the examples that are taken from it.
    package let share: Double
    /// `prepare`: whether the strategies of a stage make its examples; otherwise they are as without strategies.
    package let isPrepared: Bool

    private enum CodingKeys: String, CodingKey {
        case share, prepare
    }

    /// A source of all examples.
    init(_ source: DataSource) {
        self.source = source
        share = 1
        isPrepared = true
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        share = try container.decodeIfPresent(Double.self, forKey: .share) ?? 1
        guard share > 0, share <= 1 else { throw container.refusal(forKey: .share, "\(share) is not above 0 to 1") }
        source = try DataSource(from: decoder)
        if case .prepared = source {
            isPrepared = false
        } else {
            isPrepared = try container.decodeIfPresent(Bool.self, forKey: .prepare) ?? true
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try source.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(share, forKey: .share)
        if case .prepared = source { return }
        try container.encode(isPrepared, forKey: .prepare)
    }
}
