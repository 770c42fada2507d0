/// The difference between the scores of two columns on the same prompts.
package struct DifferenceEstimate: Sendable, Hashable, Codable {
    /// Mean difference over the pairs: positive where the column is better than the baseline.
    package var difference: Double
    /// Lower end of the interval.
    package var lower: Double
    /// Upper end of the interval.
    package var upper: Double
    /// How the interval was found.
    package var method: IntervalMethod
    /// Number of pairs of answers.
    package var pairs: Int
    /// Number of contexts.
    package var groups: Int
    /// Answers of either column without a partner, which are left out.
    package var unpaired: Int
    /// Pairs that only the column has right.
    package var wins: Int
    /// Pairs that only the baseline has right.
    package var losses: Int
    /// Two-sided p of McNemar's exact test over the pairs; it takes them as independent, which several questions about
    /// one context are not: then read the interval instead.
    package var mcNemar: Double
}
