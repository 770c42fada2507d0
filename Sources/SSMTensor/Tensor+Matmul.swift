extension Tensor {
    /// The product of two matrices; differentiable.
    ///
    /// - Shapes: (M, K) · (K, N), or (K, M) and (N, K) where transposed; returns (M, N).
    public func matmul(_ other: Tensor, transposing: Transposition = .neither) -> Tensor {
        precondition(
            rank == 2 && other.rank == 2, "matmul: \(shape) and \(other.shape) are not two matrices")
        let isLeft = transposing == .left || transposing == .both
        let isRight = transposing == .right || transposing == .both
        let left = asMatrix(transposed: isLeft)  // (M, K)
        let right = other.asMatrix(transposed: isRight)  // (K, N)
        precondition(
            left.columns == right.rows, "matmul: \(shape) and \(other.shape) do not fit, transposing \(transposing)")
        let (leftShape, rightShape) = (shape, other.shape)
        return MatrixProduct.multiply(left, right, shape: [left.rows, right.columns])
            .recorded(from: [self, other]) { gradient, needs in
                let slope = Matrix(gradient, rows: left.rows, columns: right.columns)  // (M, N)
                return [
                    needs[0] ? .whole(product(slope, right.transposed, shape: leftShape, transposed: isLeft)) : nil,
                    needs[1] ? .whole(product(left.transposed, slope, shape: rightShape, transposed: isRight)) : nil,
                ]
            }
    }

    /// Each row through a linear map: x · weightᵀ + bias; differentiable.
    ///
    /// - Shapes: self (..., in), `weight` (out, in), `bias` (out); returns (..., out).
    public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
        let (left, right) = linearOperands(weight)
        precondition(
            bias == nil || bias?.shape == [weight.rows],
            "linear: a bias \(bias?.shape ?? []) for a weight \(weight.shape)")
        let inputShape = shape
        let result = MatrixProduct.multiply(
            left, right, shape: shape.dropLast() + [weight.rows], bias: bias?.detached)
        return result.recorded(from: [self, weight, bias]) { gradient, needs in
            let slope = Matrix(gradient, rows: left.rows, columns: right.columns)  // (T, out)
            return [
                needs[0] ? .whole(MatrixProduct.multiply(slope, right.transposed, shape: inputShape)) : nil,
                needs[1]
                    ? .whole(
                        MatrixProduct.multiply(slope.transposed, left, shape: [right.columns, left.columns])) : nil,
                needs[2] ? .whole(gradient.summingColumns()) : nil,
            ]
        }
    }

    /// One linear map whose output is cut into parts by columns, each a tensor of its own; differentiable.
    ///
    /// - Shapes: self (..., in), `weight` (sum of the parts, in); returns (..., part) for each part.
    /// - Precondition: the parts add up to the rows of the weight.
    public func linear(_ weight: Tensor, splitting parts: [Int]) -> [Tensor] {
        let (left, right) = linearOperands(weight)
        precondition(
            parts.allSatisfy { $0 >= 0 } && parts.reduce(0, +) == weight.rows,
            "linear: the parts \(parts) do not add up to the rows of \(weight.shape)")
        let split = SplitLinear(input: left, weight: right.transposed, parts: parts, inputShape: shape)
        return Tensor.recorded(split.outputs(), from: [self, weight]) { gradients, needs in
            [
                needs[0] ? .whole(split.inputGradient(gradients)) : nil,
                needs[1] ? .whole(split.weightGradient(gradients)) : nil,
            ]
        }
    }

    /// The rows (T, in) and the weight as (in, out).
    private func linearOperands(_ weight: Tensor) -> (left: Matrix, right: Matrix) {
        precondition(
            rank >= 1 && weight.rank == 2 && weight.columns == columns,
            "linear: the rows of \(shape) and the weight \(weight.shape) do not fit")
        return (Matrix(detached, rows: rowCount, columns: rowLength), weight.asMatrix(transposed: true))
    }

    private func asMatrix(transposed: Bool) -> Matrix {
        let matrix = Matrix(detached, rows: shape[0], columns: shape[1])
        return transposed ? matrix.transposed : matrix
    }
}

/// left · right, or its transpose (the product of the transposed operands in exchanged order).
private func product(_ left: Matrix, _ right: Matrix, shape: [Int], transposed: Bool) -> Tensor {
    transposed
        ? MatrixProduct.multiply(right.transposed, left.transposed, shape: shape)
        : MatrixProduct.multiply(left, right, shape: shape)
}
