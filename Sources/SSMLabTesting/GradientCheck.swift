import Foundation
public import SSMTensor
public import Testing

/// Expects the gradients of a loss to agree with differences of the loss.
///
/// Each tensor is moved along a random direction of ±1, forwards and backwards; the difference of the losses must be
/// the gradient's component in that direction. The error of a tensor is taken against the largest slope of all, so that
/// a tensor that hardly matters is not held to digits that the difference does not have.
///
/// - Parameters:
///   - parameters: what the loss is a function of.
///   - key: random numbers of the directions.
///   - step: how far each element is moved.
///   - loss: a scalar, differentiable in tracked parameters; it must not be kinked where it is evaluated.
public func expectGradients(
    of parameters: ParameterTree, key: RandomKey, step: Float = 1e-3,
    within tolerance: Tolerance = .finiteDifference, sourceLocation: SourceLocation = #_sourceLocation,
    loss: (ParameterTree) throws -> Tensor
) rethrows {
    let tracked = parameters.mapValues { $0.tracked() }
    let gradients = try loss(tracked).gradients()
    var slopes: [(name: String, found: Double, expected: Double)] = []
    for (name, tensor) in parameters {
        var generator = key.folding(name).generator
        let direction = (0..<tensor.count).map { _ in generator.below(2) == 0 ? Float(-1) : 1 }
        func moved(by step: Float) throws -> Double {
            var changed = parameters
            let values = zip(tensor.values, direction).map { $0 + step * $1 }
            changed[name] = Tensor(values, shape: tensor.shape, on: tensor.device)
            return Double(try loss(changed).item)
        }
        let expected = (try moved(by: step) - (try moved(by: -step))) / (2 * Double(step))
        let gradient = tracked[name].flatMap { gradients[$0] }?.values ?? []
        let found = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        slopes.append((name, found, expected))
    }
    let scale = slopes.reduce(0.0) { max($0, abs($1.expected)) }
    guard scale > 0, scale.isFinite else {
        Issue.record("gradients: the loss does not depend on any parameter", sourceLocation: sourceLocation)
        return
    }
    for (name, found, expected) in slopes where !(abs(found - expected) <= tolerance.bound * scale) {
        Issue.record(
            "gradient of '\(name)': \(found), the difference of losses says \(expected) (largest slope \(scale))",
            sourceLocation: sourceLocation)
    }
}
