/// The median of some ratios with an interval that holds it at 95 %.
///
/// The interval runs between two of the ratios themselves and supposes nothing of their distribution, which on a machine
/// that does other work too has a long tail, but that they are drawn independently.
///
/// - Source: the order statistics around a median are binomial; David and Nagaraja, Order Statistics (2003), 7.1.
package struct RatioEstimate: Sendable, Hashable {
    /// Half of the ratios is smaller.
    package let median: Double
    /// The lower end of the interval.
    package let lower: Double
    /// The upper end of the interval.
    package let upper: Double
    /// How many ratios.
    package let n: Int

    /// The estimate from some ratios; nil for fewer than six, of which no two hold the median at 95 %.
    ///
    /// - Precondition: at most 1,000 ratios; with more, the probabilities are too small for double precision.
    package init?(_ ratios: [Double]) {
        precondition(ratios.count <= 1_000, "RatioEstimate: \(ratios.count) ratios")
        guard ratios.count >= 6 else { return nil }
        let sorted = ratios.sorted()
        n = sorted.count
        median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2
        let outside = Self.ratiosOutside(of: n)
        lower = sorted[outside]
        upper = sorted[n - 1 - outside]
    }

    /// How many ratios lie outside of the interval on each side: the most of which it is true that no more lie below the
    /// median with a probability of at most 2.5 %.
    private static func ratiosOutside(of n: Int) -> Int {
        var probability = (0..<n).reduce(1.0) { half, _ in half / 2 }
        var (sum, below) = (probability, 0)
        while sum <= 0.025 {
            probability *= Double(n - below) / Double(below + 1)
            below += 1
            sum += probability
        }
        return below - 1
    }
}
