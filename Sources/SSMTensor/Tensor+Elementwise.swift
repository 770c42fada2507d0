import CSSMKernels

extension Tensor {
    /// e to the power of each element; differentiable.
    public func exp() -> Tensor {
        let result = applying(ssm_exp)
        return result.recorded(from: [self]) { gradient, _ in [.whole(gradient.applying(ssm_multiply, with: result))] }
    }

    /// The natural logarithm of each element; differentiable.
    public func log() -> Tensor {
        let input = detached
        return applying(ssm_log).recorded(from: [self]) { gradient, _ in
            [.whole(gradient.applying(ssm_divide, with: input))]
        }
    }

    /// 1 / (1 + exp(-x)) of each element; differentiable.
    public func sigmoid() -> Tensor {
        let result = applying(ssm_sigmoid)
        return result.recorded(from: [self]) { gradient, _ in
            let slope = result.scaled(by: -1, plus: 1).applying(ssm_multiply, with: result)
            return [.whole(gradient.applying(ssm_multiply, with: slope))]
        }
    }

    /// x · sigmoid(x) of each element; differentiable.
    public func silu() -> Tensor {
        activated(ssm_silu, backward: ssm_silu_backward)
    }

    /// log(1 + exp(x)) of each element, x itself above 20; differentiable.
    public func softplus() -> Tensor {
        activated(ssm_softplus, backward: ssm_softplus_backward)
    }

    /// The greater of 0 and each element; differentiable, with slope 0 at 0.
    public func relu() -> Tensor {
        activated(ssm_relu, backward: ssm_relu_backward)
    }

    /// -exp(aLog), the transition rates of a state-space model from the parameter that a checkpoint holds;
    /// differentiable.
    public static func negatedExp(_ aLog: Tensor) -> Tensor {
        let result = aLog.applying(ssm_exp).scaled(by: -1)
        return result.recorded(from: [aLog]) { gradient, _ in
            [.whole(gradient.applying(ssm_multiply, with: result))]
        }
    }

    /// The same elements; what flows back into them is multiplied by factors.
    ///
    /// - Parameter factors: of the same shape, or one row or column as in a product. They get no gradient.
    public func scalingGradient(by factors: Tensor) -> Tensor {
        let factors = factors.detached
        return detached.recorded(from: [self]) { gradient, _ in [.whole(gradient * factors)] }
    }

    /// Each element with the other sign; differentiable.
    public var negated: Tensor { self * -1 }

    private func activated(_ kernel: @escaping UnaryKernel, backward: @escaping BinaryKernel) -> Tensor {
        let input = detached
        return applying(kernel).recorded(from: [self]) { gradient, _ in
            [.whole(input.applying(backward, with: gradient))]
        }
    }
}

/// Arithmetic with a number; differentiable.
extension Tensor {
    /// Each element plus a number.
    public static func + (left: Tensor, right: Float) -> Tensor {
        left.scaled(by: 1, plus: right).recorded(from: [left]) { gradient, _ in [.whole(gradient)] }
    }

    /// Each element minus a number.
    public static func - (left: Tensor, right: Float) -> Tensor { left + -right }

    /// Each element times a number.
    public static func * (left: Tensor, right: Float) -> Tensor {
        left.scaled(by: right).recorded(from: [left]) { gradient, _ in [.whole(gradient.scaled(by: right))] }
    }

    /// Each element divided by a number.
    public static func / (left: Tensor, right: Float) -> Tensor { left * (1 / right) }

    /// A number plus each element.
    public static func + (left: Float, right: Tensor) -> Tensor { right + left }

    /// A number minus each element.
    public static func - (left: Float, right: Tensor) -> Tensor { right * -1 + left }

    /// A number times each element.
    public static func * (left: Float, right: Tensor) -> Tensor { right * left }
}
