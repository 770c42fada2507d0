import SSMTensor

/// The state of a layer along a sequence: its norm, and how much of it a needle's rows wrote.
///
/// After row t the state of a channel is Σ exp(a (S_t - S_j)) step_j b_j x_j over the rows so far; what the needle left
/// in it is the part of the sum over the needle's rows. Norms are over the channels and their states. A share can pass
/// one: the parts of different rows may cancel in the whole.
package struct StateTrace: Sendable, Hashable {
    /// The state after one row.
    package struct Point: Sendable, Hashable {
        /// Original position of the row.
        package let position: Int
        /// Norm of the state.
        package let norm: Double
        /// Norm of the needle's part; nil without a needle.
        package let needleNorm: Double?

        /// The needle's part as a share of the state; 0 in a state that is zero.
        package var share: Double? { needleNorm.map { norm > 0 ? $0 / norm : 0 } }
    }

    /// The layer.
    package let layer: Int
    /// Positions of the needle; nil without one.
    package let needle: Set<Int>?
    /// The first and the last position of the needle; nil without one.
    package var needleSpan: ClosedRange<Int>? {
        guard let first = needle?.min(), let last = needle?.max() else { return nil }
        return first...last
    }
    /// Rows of the needle that the layer read.
    package let needleRows: Int
    /// By increasing position; the last row is always among them.
    package let points: [Point]

    /// Follows the state of a scan.
    ///
    /// - Parameters:
    ///   - interval: rows between two points.
    ///   - needle: positions of the needle, which may be in pieces.
    /// - Precondition: `interval` is positive.
    /// - Complexity: two scans over the sequence; memory of `interval` rows.
    package init(of scan: RecordedScan, interval: Int, needle: Set<Int>? = nil) {
        precondition(interval > 0, "StateTrace: an interval of \(interval) rows")
        layer = scan.layer
        self.needle = needle
        let isNeedle = scan.positions.map { needle?.contains(Int($0)) ?? false }
        needleRows = isNeedle.count { $0 }
        var (state, part): (Tensor?, Tensor?)
        var points: [Point] = []
        for start in stride(from: 0, to: scan.rows, by: interval) {
            let rows = start..<min(start + interval, scan.rows)
            let next = Self.state(of: scan, rows, x: scan.x.rows(rows), from: state)
            state = next
            if needle != nil {
                let mask = Tensor(rows.map { isNeedle[$0] ? 1 : 0 }, shape: [rows.count, 1], on: scan.x.device)
                part = Self.state(of: scan, rows, x: scan.x.rows(rows) * mask, from: part)
            }
            points.append(
                Point(
                    position: Int(scan.positions[rows.upperBound - 1]), norm: Self.norm(of: next),
                    needleNorm: part.map(Self.norm(of:))))
        }
        self.points = points
    }

    /// The state after some rows: (1, S, N).
    private static func state(of scan: RecordedScan, _ rows: Range<Int>, x: Tensor, from state: Tensor?) -> Tensor {
        Tensor.selectiveScan(
            SelectiveScan(
                x: x, steps: scan.steps.rows(rows), a: scan.a, b: scan.b.rows(rows), c: scan.c.rows(rows),
                layout: SequenceLayout(lengths: [rows.count]), initial: state)
        ).state
    }

    private static func norm(of state: Tensor) -> Double {
        state.withSpan { values in
            values.indices.reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }
        }.squareRoot()
    }
}
