import Testing

/// The largest difference from a reference in double precision, as a part of the reference's largest magnitude.
struct Tolerance: Sendable {
    let part: Double

    /// One rounding per element, sometimes two: a product and a sum.
    static let elementwise = Tolerance(part: 3e-7)
    /// A slope is made of a sigmoid and four more roundings.
    static let slope = Tolerance(part: 6e-7)
    /// Lanes sum in another order than the reference, over up to a few hundred terms.
    static let sumOrder = Tolerance(part: 2e-6)
    /// Decays and states are rounded at every row, and gradients pass through all later rows.
    static let scanOrder = Tolerance(part: 5e-6)
}

/// Checks each element against a reference, NaN included. `magnitude` replaces the reference's largest one where the
/// result is a difference of larger numbers.
func expectClose(
    _ actual: [Float], _ expected: [Double], within tolerance: Tolerance, of magnitude: Double? = nil,
    named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record("\(name): \(actual.count) values instead of \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let bound = tolerance.part * (magnitude ?? expected.map { abs($0) }.max() ?? 0)
    let wrong = actual.indices.first { !(abs(Double(actual[$0]) - expected[$0]) <= bound) }
    if let wrong {
        Issue.record(
            "\(name)[\(wrong)] is \(actual[wrong]) instead of \(expected[wrong]), bound \(bound)",
            sourceLocation: sourceLocation)
    }
}

/// Checks that two results have the same bits.
func expectSameBits(
    _ left: [Float], _ right: [Float], named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(left.count == right.count, "\(name): counts differ", sourceLocation: sourceLocation)
    let different = zip(left, right).enumerated().first { $0.element.0.bitPattern != $0.element.1.bitPattern }
    if let different {
        Issue.record(
            "\(name)[\(different.offset)]: \(different.element.0) and \(different.element.1) differ",
            sourceLocation: sourceLocation)
    }
}

/// The distance of a float from the exact value, in units of the last place of the exact value.
func distanceInUlps(_ actual: Float, from exact: Double) -> Double {
    let rounded = Float(exact)
    if rounded.isInfinite { return actual == rounded ? 0 : .infinity }
    return abs(Double(actual) - exact) / Double(max(rounded.magnitude.ulp, Float.leastNonzeroMagnitude))
}
