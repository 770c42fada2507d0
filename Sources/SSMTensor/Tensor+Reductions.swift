import CSSMKernels
import Synchronization

extension Tensor {
    /// The sum of all elements: a scalar; differentiable. Accumulated in double precision.
    public func sum() -> Tensor {
        let shape = shape
        return Tensor.scalar(Float(total()), on: device).recorded(from: [self]) { gradient, _ in
            [.whole(.filled(with: gradient.item, shape: shape, on: gradient.device))]
        }
    }

    /// The mean of all elements: a scalar; differentiable.
    ///
    /// - Precondition: there is an element.
    public func mean() -> Tensor {
        precondition(count > 0, "mean: the shape \(shape) has no elements")
        return sum() / Float(count)
    }

    /// The sum of each row of (T, D): (T); differentiable.
    public func rowSums() -> Tensor {
        let shape = shape
        return reducingRows(ssm_row_sum).recorded(from: [self]) { gradient, _ in
            [.whole(Tensor.zeros(shape, on: gradient.device).applyingByColumn(ssm_add_column, with: gradient))]
        }
    }

    /// The greatest element of each row of (T, D): (T); not differentiable.
    ///
    /// - Precondition: rows have an element.
    public func rowMax() -> Tensor {
        precondition(rowLength > 0, "rowMax: the rows of \(shape) are empty")
        return reducingRows(ssm_row_max)
    }

    /// The place of the greatest element of each row, the first of equal ones; not differentiable.
    ///
    /// - Precondition: rows have an element.
    public func argmaxRows() -> [Int] {
        precondition(rowLength > 0, "argmaxRows: the rows of \(shape) are empty")
        let places = Mutex([Int](repeating: -1, count: rowCount))
        let columns = rowLength
        device.rowBlocks(rowCount, columns: columns) { [self] range in
            let found = range.map { Int(ssm_argmax(device.path.kernel, Int64(columns), start + $0 * columns)) }
            places.withLock { $0.replaceSubrange(range, with: found) }
        }
        return places.withLock { $0 }
    }

    /// The scalar product of each row with the same row of another tensor: (T); differentiable.
    ///
    /// - Precondition: the shapes are equal.
    public func rowDots(with other: Tensor) -> Tensor {
        precondition(shape == other.shape, "rowDots: \(shape) and \(other.shape) differ")
        let (x, y) = (detached, other.detached)
        return dottingRows(with: other).recorded(from: [self, other]) { gradient, needs in
            [
                needs[0] ? .whole(y.applyingByColumn(ssm_multiply_column, with: gradient)) : nil,
                needs[1] ? .whole(x.applyingByColumn(ssm_multiply_column, with: gradient)) : nil,
            ]
        }
    }

    /// The Euclidean length of each row of (T, D): (T); differentiable, with gradient 0 at a row of zeros.
    public func norm() -> Tensor {
        let x = detached
        let lengths = dottingRows(with: self).mapped { $0.squareRoot() }
        return lengths.recorded(from: [self]) { gradient, _ in
            let factors = gradient.mapped(with: lengths) { slope, length in length > 0 ? slope / length : 0 }
            return [.whole(x.applyingByColumn(ssm_multiply_column, with: factors))]
        }
    }

    /// The cosine of the angle between each row of (T, D) and a vector (D): (T); differentiable in both.
    ///
    /// x · v / max(|x| |v|, 1e-8).
    ///
    /// - Source: `torch.nn.functional.cosine_similarity`, whose floor is taken on the product as well.
    public func cosine(with vector: Tensor) -> Tensor {
        precondition(
            rank >= 1 && vector.shape == [columns], "cosine: rows of \(shape) and a vector \(vector.shape) differ")
        let floor: Float = 1e-8
        let (x, v) = (detached, vector.detached)
        let vectorLength = Float(v.dotted(with: v)).squareRoot()
        let lengths = dottingRows(with: self).mapped { $0.squareRoot() }  // (T)
        let scales = lengths.mapped { 1 / max($0 * vectorLength, floor) }  // (T)
        let cosines = x.projected(on: v).mapped(with: scales) { $0 * $1 }  // (T)
        return cosines.recorded(from: [self, vector]) { gradient, needs in
            let direct = gradient.mapped(with: scales) { $0 * $1 }
            // Below the floor the denominator is constant.
            let indirect = gradient.mapped(with: cosines) { $0 * $1 }
                .mapped(with: lengths) { $1 * vectorLength > floor ? $0 : 0 }
            var result: [Gradient?] = [nil, nil]
            if needs[0] {
                let rates = indirect.mapped(with: lengths) { $1 > 0 ? -$0 / ($1 * $1) : 0 }
                let along = v.repeated(by: direct)
                result[0] = .whole(along.adding(x.applyingByColumn(ssm_multiply_column, with: rates)))
            }
            if needs[1] {
                let rate = vectorLength > 0 ? Float(-indirect.total() / Double(vectorLength * vectorLength)) : 0
                let sum = x.applyingByColumn(ssm_multiply_column, with: direct).summingColumns()
                result[1] = .whole(sum.adding(v.scaled(by: rate)))
            }
            return result
        }
    }

    /// The scalar product of two vectors.
    private func dotted(with other: Tensor) -> Double {
        applying(ssm_multiply, with: other).total()
    }

    /// The scalar product of each row with a vector (D): (T).
    private func projected(on vector: Tensor) -> Tensor {
        applyingByRow(ssm_multiply_row, with: vector).reducingRows(ssm_row_sum)
    }

    /// Copies of this vector (D), each times an element of `factors` (T): (T, D).
    private func repeated(by factors: Tensor) -> Tensor {
        Tensor.zeros([factors.count, count], on: device)
            .applyingByRow(ssm_add_row, with: self)
            .applyingByColumn(ssm_multiply_column, with: factors)
    }

    /// A function of each element; for numbers of rows, not for whole activations.
    private func mapped(_ transform: (Float) -> Float) -> Tensor {
        Tensor(shape: shape, on: device) { result in
            withSpan { input in
                for index in input.indices { result[index] = transform(input[index]) }
            }
        }
    }

    /// A function of each pair of elements; for numbers of rows, not for whole activations.
    private func mapped(with other: Tensor, _ transform: (Float, Float) -> Float) -> Tensor {
        Tensor(shape: shape, on: device) { result in
            withSpan { left in
                other.withSpan { right in
                    for index in left.indices { result[index] = transform(left[index], right[index]) }
                }
            }
        }
    }
}
