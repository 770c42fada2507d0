/// How far back a layer looks at the end of some sequences, and what is left there of their evidence.
///
/// - Source: the mean distance is DeciMamba's (Ben-Kish et al., 2025), equation 8.
package struct MemoryReach: Sendable, Hashable, Codable {
    /// The reach of a layer at the end of one sequence.
    package struct Measurement: Sendable, Hashable {
        /// The layer.
        package let layer: Int
        /// Mean distance from the last row, in positions: the mean over the channels.
        package let meanDistance: Double
        /// What the evidence left in the last state, as a share of that state's norm; nil without marked evidence.
        package let evidenceShare: Double?

        /// Measures a scan.
        ///
        /// - Parameter evidence: positions of the marked evidence.
        /// - Throws: `MapError.nothingRecorded` for a scan without rows.
        package init(of scan: RecordedScan, evidence: Set<Int>) throws(MapError) {
            layer = scan.layer
            meanDistance = try MeanDistance(of: scan).mean
            let trace = StateTrace(of: scan, interval: scan.rows, needle: evidence.isEmpty ? nil : evidence)
            evidenceShare = trace.points.last?.share
        }
    }

    /// The layer.
    package let layer: Int
    /// Mean distances from the last row, in positions, one a sequence.
    package let meanDistance: Quantiles
    /// What the evidence left in the last state, as a share of that state's norm, one for each sequence that marks
    /// evidence; nil where none does.
    package let evidenceShare: Quantiles?

    /// The reach of a layer.
    package init(layer: Int, meanDistance: Quantiles, evidenceShare: Quantiles?) {
        self.layer = layer
        self.meanDistance = meanDistance
        self.evidenceShare = evidenceShare
    }

    /// Summarises measurements, by layer.
    package static func summarize(_ measurements: [Measurement]) -> [MemoryReach] {
        Dictionary(grouping: measurements, by: \.layer).sorted { $0.key < $1.key }.compactMap { layer, seen in
            Quantiles(seen.map(\.meanDistance)).map { distance in
                MemoryReach(
                    layer: layer, meanDistance: distance, evidenceShare: Quantiles(seen.compactMap(\.evidenceShare)))
            }
        }
    }
}
