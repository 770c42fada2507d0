public import SSMTensor
public import Testing

/// The error of a tensor against another: max|a - b| / max|b|.
///
/// - Edge cases: no elements give 0; anything that is not finite gives infinity; where b is zero everywhere, max|a|.
public func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .infinity }
    var difference = 0.0
    var magnitude = 0.0
    for (left, right) in zip(a, b) {
        let distance = abs(Double(left) - Double(right))
        guard distance.isFinite else { return .infinity }
        difference = max(difference, distance)
        magnitude = max(magnitude, abs(Double(right)))
    }
    return magnitude > 0 ? difference / magnitude : difference
}

/// Expects two tensors to have the same shape and to be close: error = max|a - b| / max|b|.
public func expectClose(
    _ actual: Tensor, _ expected: Tensor, within tolerance: Tolerance, named name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.shape == expected.shape else {
        Issue.record(
            "\(name): the shape is \(actual.shape), expected \(expected.shape)", sourceLocation: sourceLocation)
        return
    }
    expectClose(actual.values, expected.values, within: tolerance, named: name, sourceLocation: sourceLocation)
}

/// Expects two arrays to be close: error = max|a - b| / max|b|.
public func expectClose(
    _ actual: [Float], _ expected: [Float], within tolerance: Tolerance, named name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(name): \(actual.count) values, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let error = relativeError(actual, expected)
    guard error > tolerance.bound else { return }
    Issue.record(
        "\(name): the error \(error) is above \(tolerance.bound) (\(tolerance.reason))",
        sourceLocation: sourceLocation)
}

/// Expects two tensors to be the same, bit for bit.
public func expectSameBits(
    _ actual: Tensor, _ expected: Tensor, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.shape == expected.shape else {
        Issue.record(
            "\(name): the shape is \(actual.shape), expected \(expected.shape)", sourceLocation: sourceLocation)
        return
    }
    let differing = zip(actual.values, expected.values).count { $0.bitPattern != $1.bitPattern }
    guard differing > 0 else { return }
    Issue.record(
        "\(name): \(differing) of \(expected.count) values differ in their bits", sourceLocation: sourceLocation)
}

/// Expects every element to be finite.
public func expectFinite(
    _ actual: Tensor, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let bad = actual.values.count { !$0.isFinite }
    guard bad > 0 else { return }
    Issue.record("\(name): \(bad) of \(actual.count) values are not finite", sourceLocation: sourceLocation)
}
