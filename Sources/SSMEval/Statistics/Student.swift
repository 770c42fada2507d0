import Foundation

/// Student's distribution with whole degrees of freedom.
package enum Student {
    /// The quantile of a probability, by bisection.
    ///
    /// - Precondition: `probability` is in 0.5..<1, and there is at least one degree of freedom.
    package static func quantile(_ probability: Double, degreesOfFreedom: Int) -> Double {
        precondition(
            (0.5..<1).contains(probability) && degreesOfFreedom > 0,
            "Student: the quantile \(probability) of \(degreesOfFreedom) degrees of freedom")
        // t = √ν tan θ has a bounded θ.
        var lower = 0.0
        var upper = Double.pi / 2
        for _ in 0..<60 {
            let middle = (lower + upper) / 2
            let isBelow = central(middle, degreesOfFreedom) < 2 * probability - 1
            if isBelow { lower = middle } else { upper = middle }
        }
        return Double(degreesOfFreedom).squareRoot() * tan((lower + upper) / 2)
    }

    /// The probability of -t...t, with t = √ν tan θ.
    ///
    /// - Source: Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
    private static func central(_ angle: Double, _ degreesOfFreedom: Int) -> Double {
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        let square = cos(angle) * cos(angle)
        var term = isOdd ? cos(angle) : 1
        var sum = 0.0
        for power in stride(from: isOdd ? 1 : 0, through: degreesOfFreedom - 2, by: 2) {
            sum += term
            term *= square * Double(power + 1) / Double(power + 2)
        }
        return isOdd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
    }
}
