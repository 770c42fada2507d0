/// How an interval was found.
package enum IntervalMethod: String, Sendable, Hashable, Codable {
    /// Percentiles of means over contexts drawn with replacement.
    case bootstrap
    /// Student's interval of the means of contexts.
    case student
    /// Wilson's score interval of a proportion of contexts.
    case wilson
}
