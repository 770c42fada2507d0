import SSMTensor

/// The steps of a layer along the positions of a sequence.
package struct StepStrip: Sendable, Hashable {
    /// What became of a position.
    package enum Fate: Int, Sendable, Hashable {
        /// No row of the layer has it: a strategy dropped it, or put other rows in its place.
        case dropped = 0
        /// It was read.
        case kept = 1
        /// A row that a strategy made up stands for it.
        case chosen = 2
    }

    /// The layer.
    package let layer: Int
    /// Mean over the channels of the step at each position, NaN where there is no row: (positions).
    package let steps: [Float]
    /// What became of each position: (positions).
    package let fates: [Fate]

    /// The strip of a scan.
    ///
    /// - Parameter length: positions of the sequence; positions behind the scan's last row count as dropped.
    /// - Edge cases: of rows that share a position, the last answers to it.
    package init(of scan: RecordedScan, length: Int) {
        layer = scan.layer
        var steps = Array(repeating: Float.nan, count: max(length, scan.length))
        var fates = Array(repeating: Fate.dropped, count: steps.count)
        let means = (scan.steps.rowSums() / Float(max(scan.channels.count, 1))).values
        for (row, position) in scan.positions.enumerated() {
            steps[Int(position)] = means[row]
            fates[Int(position)] = scan.tokens[row] < 0 ? .chosen : .kept
        }
        self.steps = steps
        self.fates = fates
    }
}
