package import SSMTensor

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
    /// What the machine reaches: floating-point operations, or bytes read, a second.
    package let machineRate: Double
    /// Tokens a second that the bound allows.
    package let limit: Double
    /// What bounds it.
    package let bound: Bound
    /// The part of the limit that was reached. More than 1 when weights stay in the cache.
    package let fractionOfLimit: Double

    /// A speed beside the limits of the machine.
    package init(_ speed: Speed, limits: MachineLimits) {
        name = speed.name
        tokensPerSecond = speed.tokensPerSecond
        bound = speed.bound
        machineRate =
            switch speed.bound {
            case .products: limits.sgemmRate
            case .bandwidth: limits.readBandwidth
            }
        limit = machineRate / speed.workPerToken
        fractionOfLimit = tokensPerSecond / limit
    }
}

/// A speed as it was measured.
package struct Speed: Sendable, Hashable {
    /// What was measured.
    package let name: String
    /// Tokens a second.
    package let tokensPerSecond: Double
    /// What bounds it.
    package let bound: SpeedMeasurement.Bound
    /// Floating-point operations of matrix products, or bytes of weights, for each token.
    package let workPerToken: Double

    /// A speed.
    package init(name: String, tokensPerSecond: Double, bound: SpeedMeasurement.Bound, workPerToken: Double) {
        self.name = name
        self.tokensPerSecond = tokensPerSecond
        self.bound = bound
        self.workPerToken = workPerToken
    }
}
