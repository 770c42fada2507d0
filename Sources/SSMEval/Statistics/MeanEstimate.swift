/// How an interval was found.
package enum IntervalMethod: String, Sendable, Hashable, Codable {
    /// Percentiles of means over contexts drawn with replacement.
    case bootstrap
    /// Wilson's score interval of a proportion of contexts.
    case wilson
}

/// A mean score with its interval.
package struct MeanEstimate: Sendable, Hashable, Codable {
    /// Mean over the answers.
    package var mean: Double
    /// Lower end of the interval.
    package var lower: Double
    /// Upper end of the interval.
    package var upper: Double
    /// How the interval was found.
    package var method: IntervalMethod
    /// Number of answers.
    package var answers: Int
    /// Number of contexts.
    package var groups: Int
    /// Number of answers without the form that the task asks for.
    package var parseFailures: Int
}

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
