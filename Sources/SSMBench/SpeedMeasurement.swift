/// A speed, and what the machine could do at best.
package struct SpeedMeasurement: Sendable, Hashable, Encodable {
    /// What bounds a speed.
    package enum Bound: String, Sendable, Hashable, Encodable {
        /// Matrix products at the measured rate of sgemm.
        case products
        /// Reading the weights at the measured bandwidth.
        case bandwidth
    }

    /// What was measured, such as `prefill-2048`.
    package let name: String
    /// Tokens a second, of the fastest of several runs.
    package let tokensPerSecond: Double
    /// Tokens a second that the bound allows.
    package let limit: Double
    /// What bounds it.
    package let bound: Bound
    /// The part of the limit that was reached. More than 1 when weights stay in the cache.
    package let fractionOfLimit: Double

    /// A speed beside its limit.
    package init(name: String, tokensPerSecond: Double, limit: Double, bound: Bound) {
        self.name = name
        self.tokensPerSecond = tokensPerSecond
        self.limit = limit
        self.bound = bound
        fractionOfLimit = tokensPerSecond / limit
    }
}
