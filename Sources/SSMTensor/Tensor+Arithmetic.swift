import CSSMKernels

/// Arithmetic of two tensors; differentiable. The right one has the same shape as the left one (..., D), or is one row
/// (D) for all its rows, or one column (..., 1) for all its columns.
extension Tensor {
    /// The sum of two tensors.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        let broadcast = Broadcast(of: right, over: left, operation: "add")
        let shape = right.shape
        let result =
            switch broadcast {
            case .none: left.applying(ssm_add, with: right)
            case .row: left.applyingByRow(ssm_add_row, with: right)
            case .column: left.applyingByColumn(ssm_add_column, with: right)
            }
        return result.recorded(from: [left, right]) { gradient, needs in
            [
                needs[0] ? .whole(gradient) : nil,
                needs[1] ? .whole(gradient.reduced(over: broadcast, to: shape)) : nil,
            ]
        }
    }

    /// The difference of two tensors.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        guard case .none = Broadcast(of: right, over: left, operation: "subtract") else { return left + right.negated }
        return left.applying(ssm_subtract, with: right).recorded(from: [left, right]) { gradient, needs in
            [needs[0] ? .whole(gradient) : nil, needs[1] ? .whole(gradient.scaled(by: -1)) : nil]
        }
    }

    /// The elementwise product of two tensors.
    public static func * (left: Tensor, right: Tensor) -> Tensor {
        let broadcast = Broadcast(of: right, over: left, operation: "multiply")
        let (x, y) = (left.detached, right.detached)
        return x.multiplied(by: y, broadcast).recorded(from: [left, right]) { gradient, needs in
            [
                needs[0] ? .whole(gradient.multiplied(by: y, broadcast)) : nil,
                needs[1] ? .whole(gradient.productReduced(with: x, over: broadcast, to: y.shape)) : nil,
            ]
        }
    }

    /// The elementwise quotient of two tensors.
    public static func / (left: Tensor, right: Tensor) -> Tensor {
        guard case .none = Broadcast(of: right, over: left, operation: "divide") else {
            return left * right.reciprocal
        }
        let divisor = right.detached
        let result = left.applying(ssm_divide, with: right)
        return result.recorded(from: [left, right]) { gradient, needs in
            let quotient = gradient.applying(ssm_divide, with: divisor)
            return [
                needs[0] ? .whole(quotient) : nil,
                needs[1] ? .whole(quotient.applying(ssm_multiply, with: result).scaled(by: -1)) : nil,
            ]
        }
    }

    /// 1 divided by each element.
    private var reciprocal: Tensor {
        .filled(with: 1, shape: shape, on: device) / self
    }

    private func multiplied(by factor: Tensor, _ broadcast: Broadcast) -> Tensor {
        switch broadcast {
        case .none: applying(ssm_multiply, with: factor)
        case .row: applyingByRow(ssm_multiply_row, with: factor)
        case .column: applyingByColumn(ssm_multiply_column, with: factor)
        }
    }

    /// The sum over what an operand was repeated over, in the operand's shape.
    private func reduced(over broadcast: Broadcast, to shape: [Int]) -> Tensor {
        switch broadcast {
        case .none: self
        case .row: summingColumns()
        case .column: reducingRows(ssm_row_sum).reshaped(shape)
        }
    }

    /// The same sum of the elementwise product with another tensor.
    private func productReduced(with other: Tensor, over broadcast: Broadcast, to shape: [Int]) -> Tensor {
        switch broadcast {
        case .none: applying(ssm_multiply, with: other)
        case .row: summingColumns(times: other)
        case .column: dottingRows(with: other).reshaped(shape)
        }
    }
}
