/// What reading a prompt took.
package struct PrefillCost: Sendable, Hashable {
    /// Seconds.
    package let seconds: Double
    /// Greatest number of bytes that tensors held, weights included.
    package let peakBytes: Int
    /// Rows that were scanned, in all layers.
    package let scannedRows: Int

    /// A cost.
    package init(seconds: Double, peakBytes: Int, scannedRows: Int) {
        self.seconds = seconds
        self.peakBytes = peakBytes
        self.scannedRows = scannedRows
    }

    /// What any reading is better than in time.
    static let unmeasured = PrefillCost(seconds: .infinity, peakBytes: 0, scannedRows: 0)

    /// The faster time and the greater memory of two readings.
    func best(with other: PrefillCost) -> PrefillCost {
        PrefillCost(
            seconds: min(seconds, other.seconds), peakBytes: max(peakBytes, other.peakBytes),
            scannedRows: max(scannedRows, other.scannedRows))
    }
}
