/// Median and spread of some numbers.
package struct Quantiles: Sendable, Hashable, Codable {
    /// How many numbers.
    package let n: Int
    /// The smallest.
    package let minimum: Double
    /// A quarter of the numbers is smaller.
    package let lowerQuartile: Double
    /// Half of the numbers is smaller.
    package let median: Double
    /// A quarter of the numbers is greater.
    package let upperQuartile: Double
    /// The greatest.
    package let maximum: Double

    /// The quantiles of some numbers, with linear interpolation between neighbours; nil when there are none.
    ///
    /// - Edge cases: numbers that are not finite take part; NaN sorts last.
    package init?(_ numbers: [Double]) {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted { $1.isNaN ? !$0.isNaN : $0 < $1 }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            guard low + 1 < sorted.count, place > Double(low) else { return sorted[low] }
            return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
        }
        n = sorted.count
        minimum = sorted[0]
        lowerQuartile = quantile(0.25)
        median = quantile(0.5)
        upperQuartile = quantile(0.75)
        maximum = sorted[sorted.count - 1]
    }
}
