import SSMTensor

/// How far back the channels of a layer look from their last row: the effective receptive field.
///
/// For the last row L of a channel's raw map α: Σ (p_L - p_j) |α_Lj| / Σ |α_Lj|, where p is the original position.
///
/// - Source: DeciMamba (Ben-Kish et al., 2025), equation 8.
package struct MeanDistance: Sendable, Hashable {
    /// The layer.
    package let layer: Int
    /// Channels of the layer that were looked at.
    package let channels: [Int]
    /// Position that is looked from.
    package let position: Int
    /// Mean distance of each channel; 0 where a channel takes nothing from anywhere.
    package let perChannel: [Double]

    /// The mean over the channels.
    package var mean: Double { perChannel.reduce(0, +) / Double(max(perChannel.count, 1)) }

    /// Measures a scan.
    ///
    /// - Throws: `MapError.nothingRecorded` for a scan without rows.
    /// - Complexity: O(L N) for each channel.
    package init(of scan: RecordedScan) throws(MapError) {
        guard let last = scan.positions.last else { throw .nothingRecorded }
        let map = ScanMap(steps: scan.steps, a: scan.a, b: scan.b, c: scan.c)
        layer = scan.layer
        channels = scan.channels
        position = Int(last)
        let distances = scan.positions.map { Double(last - $0) }
        let rows = map.entriesOfAllLanes(rows: [scan.rows - 1], columns: 0..<scan.rows)
        perChannel = rows.withSpan { values in
            scan.channels.indices.map { lane in
                var (weighted, sum) = (0.0, 0.0)
                for (column, distance) in distances.enumerated() {
                    let weight = Double(abs(values[lane * distances.count + column]))
                    weighted += distance * weight
                    sum += weight
                }
                return sum > 0 ? weighted / sum : 0
            }
        }
    }
}
