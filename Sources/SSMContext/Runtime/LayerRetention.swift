public import SSMModel

/// How much of the evidence survived one layer that drops rows.
public struct LayerRetention: Sendable, Hashable, Codable {
    /// The strategy that chose.
    public var owner: String
    /// The layer.
    public var layer: Int
    /// Rows that entered.
    public var rows: Int
    /// Rows that stayed.
    public var kept: Int
    /// Evidence rows that the sequence has.
    public var evidence: Int
    /// Evidence rows that stayed.
    public var evidenceKept: Int
    /// Mean over the evidence rows that entered of the share of the other rows that are ranked before them, equal ones
    /// by half: 0 is the best, 0.5 what a ranking gives that tells no rows apart; nil when none entered.
    public var evidenceRank: Double?

    /// A measurement.
    public init(
        owner: String, layer: Int, rows: Int, kept: Int, evidence: Int, evidenceKept: Int, evidenceRank: Double?
    ) {
        self.owner = owner
        self.layer = layer
        self.rows = rows
        self.kept = kept
        self.evidence = evidence
        self.evidenceKept = evidenceKept
        self.evidenceRank = evidenceRank
    }

    /// Measures the choices of a pass, by sequence.
    public static func measure(_ records: [SelectionRecord], sequences: [SequenceInfo]) -> [[LayerRetention]] {
        sequences.indices.map { sequence in
            let evidence = Set(sequences[sequence].evidence)
            return records.map { measure($0, sequence: sequence, evidence: evidence) }
        }
    }

    private static func measure(
        _ record: SelectionRecord, sequence: Int, evidence: Set<Int32>
    ) -> LayerRetention {
        let range = record.layout.range(of: sequence)
        let kept = record.kept.rows[record.kept.layout.range(of: sequence)]
        let sorted = record.importance[range].sorted()
        let ranks = range.filter { evidence.contains(record.positions[$0]) }.map { row in
            let importance = record.importance[row]
            let before = sorted.count - sorted.partitionPoint { $0 > importance }
            let others = sorted.count - before - sorted.partitionPoint { $0 >= importance } - 1  // of equal importance
            return (Double(before) + Double(others) / 2) / Double(max(range.count - 1, 1))
        }
        return LayerRetention(
            owner: record.owner, layer: record.layer, rows: range.count, kept: kept.count, evidence: evidence.count,
            evidenceKept: kept.count { evidence.contains(record.positions[$0]) },
            evidenceRank: ranks.isEmpty ? nil : ranks.reduce(0, +) / Double(ranks.count))
    }
}

extension [Float] {
    /// Index of the first element of a sorted array for which a condition holds, as for all after it.
    fileprivate func partitionPoint(where holds: (Float) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
