import SSMTensor
import Testing

/// How far a result may be from its reference, relative to the greatest reference value (or 1).
struct Tolerance {
    let value: Double

    /// One operation on each element: a polynomial's error, and one rounding.
    static let elementwise = Tolerance(value: 1e-6)
    /// Sums of some hundred products in another order.
    static let sums = Tolerance(value: 1e-5)
    /// Differences of Float32 results over a step of a hundredth lose four digits of seven.
    static let differences = Tolerance(value: 4e-3)
}

/// Devices whose fresh memory is NaN.
enum Devices {
    static let paths = SIMDPath.allCases.filter(\.isAvailable)
    static let poisoned = Device(workers: 2, poisoned: true)

    static func of(_ path: SIMDPath) -> Device { Device(workers: 2, path: path, poisoned: true) }
}

/// Numbers between -1.5 and 1.5 that stay 0.05 away from 0, where some functions have a kink.
func inputs(_ shape: [Int], seed: UInt64, on device: Device, from lowest: Float = -1.5) -> Tensor {
    var generator = RandomKey(seed: seed).folding("inputs").generator
    return Tensor(shape: shape, on: device) { span in
        for index in span.indices {
            span[index] = (lowest + 3 * Float(generator.uniform()) * 0.999).rounded(toTenths: 0.05)
        }
    }
}

extension Float {
    fileprivate func rounded(toTenths offset: Float) -> Float { (self * 10).rounded(.down) / 10 + offset }
}

func expectClose(
    _ result: [Float], _ reference: [Double], within tolerance: Tolerance, named name: String,
    at location: SourceLocation = #_sourceLocation
) {
    guard result.count == reference.count else {
        Issue.record("\(name): \(result.count) elements instead of \(reference.count)", sourceLocation: location)
        return
    }
    let scale = max(1, reference.reduce(0) { max($0, abs($1)) })
    for index in result.indices where !(abs(Double(result[index]) - reference[index]) <= tolerance.value * scale) {
        Issue.record(
            "\(name): element \(index) is \(result[index]) instead of \(reference[index])", sourceLocation: location)
        return
    }
}

/// Fixed random weights that make a scalar of an operation's results.
func weights(like shape: [Int], seed: UInt64, on device: Device) -> Tensor {
    .uniform(shape, in: -1...1, key: RandomKey(seed: seed).folding("weights"), on: device)
}

/// The scalar whose gradients the checks compare: a weighted sum of all results.
func weightedSum(_ results: [Tensor]) -> Tensor {
    let sums = results.enumerated().map { index, result in
        (result * weights(like: result.shape, seed: UInt64(index), on: result.device)).sum()
    }
    return sums.dropFirst().reduce(sums[0], +)
}

/// The same scalar in double precision.
func weightedTotal(_ results: [Tensor]) -> Double {
    var total = 0.0
    for (index, result) in results.enumerated() {
        let weights = weights(like: result.shape, seed: UInt64(index), on: result.device).values
        for (value, weight) in zip(result.values, weights) { total += Double(value) * Double(weight) }
    }
    return total
}

/// Compares gradients with differences of the fourth order, in up to nine elements of each input.
func expectGradients(
    of operation: ([Tensor]) -> [Tensor], at inputs: [Tensor], named name: String,
    sourceLocation location: SourceLocation = #_sourceLocation
) {
    let leaves = inputs.map { $0.tracked() }
    let gradients = weightedSum(operation(leaves)).gradients()
    let step: Float = 0.02
    for (place, input) in inputs.enumerated() {
        let gradient = gradients[leaves[place]]
        #expect(gradient?.shape == input.shape, "\(name): input \(place)", sourceLocation: location)
        let slopes = gradient?.values ?? []
        let scale = max(1, slopes.reduce(0) { max($0, abs($1)) })
        for index in Swift.stride(from: 0, to: input.count, by: max(1, input.count / 9)) where index < slopes.count {
            func total(_ shift: Float) -> Double {
                var values = input.values
                values[index] += shift
                var shifted = inputs
                shifted[place] = Tensor(values, shape: input.shape, on: input.device)
                return weightedTotal(operation(shifted))
            }
            let near = total(step) - total(-step)
            let far = total(2 * step) - total(-2 * step)
            let expected = (8 * near - far) / (12 * Double(step))
            #expect(
                abs(Double(slopes[index]) - expected) <= Tolerance.differences.value * Double(scale),
                "\(name): input \(place), element \(index): \(slopes[index]) instead of \(expected)",
                sourceLocation: location)
        }
    }
}
