import Foundation

/// Intervals and tests of proportions.
package enum Proportion {
    /// Wilson's score interval of `successes` out of `trials`.
    ///
    /// - Source: Wilson (1927). The number of successes may be a fraction.
    /// - Edge cases: no trials: 0...1.
    package static func wilson(_ successes: Double, of trials: Int, level: Double = 0.95) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let count = Double(trials)
        let share = successes / count
        let z = normalQuantile((1 + level) / 2)
        let scale = 1 + z * z / count
        let middle = (share + z * z / (2 * count)) / scale
        let half = z / scale * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        // At 0 and 1 the ends are exact; rounding must not move them.
        let lower = successes <= 0 ? 0 : max(0, middle - half)
        let upper = successes >= count ? 1 : min(1, middle + half)
        return lower...upper
    }

    /// Two-sided p of McNemar's exact test: the binomial test of wins among wins and losses.
    ///
    /// - Edge cases: 1 where there are neither.
    package static func mcNemar(wins: Int, losses: Int) -> Double {
        let count = wins + losses
        guard count > 0 else { return 1 }
        let tail = (0...min(wins, losses)).reduce(0.0) { sum, successes in
            let ways =
                lgamma(Double(count + 1)) - lgamma(Double(successes + 1)) - lgamma(Double(count - successes + 1))
            return sum + exp(ways - Double(count) * log(2))
        }
        return min(1, 2 * tail)
    }

    /// The quantile of the standard normal distribution, by bisection.
    static func normalQuantile(_ probability: Double) -> Double {
        var lower = -10.0
        var upper = 10.0
        for _ in 0..<100 {
            let middle = (lower + upper) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < probability { lower = middle } else { upper = middle }
        }
        return (lower + upper) / 2
    }
}
