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
