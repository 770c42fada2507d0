package import SSMContext

/// What one decimating layer did to the marked evidence, over many sequences.
///
/// A method that drops rows can only answer from evidence that is left: this says, layer by layer, whether its ranking
/// saw the evidence at all.
package struct EvidenceSurvival: Sendable, Hashable, Codable {
    /// The strategy that chose.
    package let owner: String
    /// The layer.
    package let layer: Int
    /// Sequences with evidence.
    package let n: Int
    /// Evidence rows of these sequences.
    package let evidenceRows: Int
    /// Share of the evidence rows that the layer passed on, counted from the prompt.
    package let survival: Double
    /// Share of the sequences all of whose evidence rows the layer passed on.
    package let wholeSurvival: Double
    /// Share of all entering rows that the layer passed on: what a random choice keeps of entering evidence.
    package let keptShare: Double
    /// Rank of the evidence among the rows that entered, a mean a sequence: 0 is the most important row, 1 the least,
    /// 0.5 what a random ranking gives. Nil when no evidence entered.
    package let rank: Quantiles?

    /// Summarises the measurements of many sequences, by strategy and layer, in the order of the layers.
    ///
    /// - Parameter sequences: for each sequence what every decimating layer did, as answers carry it. A sequence that
    ///   was read several times counts each time.
    /// - Edge cases: sequences without marked evidence are left out.
    package static func summarize(_ sequences: [[LayerRetention]]) -> [EvidenceSurvival] {
        struct Key: Hashable {
            let layer: Int
            let owner: String
        }
        let marked = sequences.joined().filter { $0.evidence > 0 }
        let groups = Dictionary(grouping: marked) { Key(layer: $0.layer, owner: $0.owner) }
        return groups.sorted { ($0.key.layer, $0.key.owner) < ($1.key.layer, $1.key.owner) }.map { key, entries in
            EvidenceSurvival(owner: key.owner, layer: key.layer, entries: entries)
        }
    }

    private init(owner: String, layer: Int, entries: [LayerRetention]) {
        self.owner = owner
        self.layer = layer
        n = entries.count
        evidenceRows = entries.reduce(0) { $0 + $1.evidence }
        survival = Double(entries.reduce(0) { $0 + $1.evidenceKept }) / Double(evidenceRows)
        wholeSurvival = Double(entries.count { $0.evidenceKept == $0.evidence }) / Double(n)
        let rows = entries.reduce(0) { $0 + $1.rows }
        keptShare = rows == 0 ? 0 : Double(entries.reduce(0) { $0 + $1.kept }) / Double(rows)
        rank = Quantiles(entries.compactMap(\.evidenceRank))
    }
}
