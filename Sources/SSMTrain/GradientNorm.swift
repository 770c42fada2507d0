package import SSMTensor

/// The global norm of a gradient, and the clipping by it.
package enum GradientNorm {
    /// The root of the sum of all squares, in double precision, in the order of the parameters.
    package static func norm(of gradients: [Tensor?]) -> Double {
        gradients.reduce(0) { $0 + ($1?.sumOfSquares() ?? 0) }.squareRoot()
    }

    /// The factor that brings a norm down to `limit`; 1 where it is not above, or where the limit is 0.
    package static func scale(norm: Double, limit: Double) -> Double {
        limit > 0 && norm > limit ? limit / norm : 1
    }
}
