import CSSMKernels

extension Tensor {
    /// Each row divided by the root of its mean square, times `weight`; differentiable.
    ///
    /// - Shapes: self (..., D), `weight` (D); returns (..., D).
    /// - Source: Zhang and Sennrich, 2019: x / sqrt(mean(x²) + epsilon).
    public func rmsNorm(weight: Tensor, epsilon: Float) -> Tensor {
        precondition(
            rank >= 1 && weight.shape == [columns], "rmsNorm: rows of \(shape) and a weight \(weight.shape) differ")
        let (x, w) = (detached, weight.detached)
        let (rows, columns) = (rowCount, rowLength)
        let result = Tensor(uninitialized: shape, on: device)
        let scale = Tensor(uninitialized: [rows], on: device)
        device.rowBlocks(rows, columns: columns) { range in
            let first = range.lowerBound * columns
            ssm_rms_norm(
                x.device.path.kernel, Int64(range.count), Int64(columns), epsilon, x.start + first, w.start,
                result.target + first, scale.target + range.lowerBound)
        }
        return result.recorded(from: [self, weight]) { gradient, _ in
            let slope = Tensor(uninitialized: x.shape, on: x.device)
            let weightSlope = Tensor.summingRowBlocks(rows: rows, shape: [columns], on: x.device) { range, partial in
                let first = range.lowerBound * columns
                ssm_rms_norm_backward(
                    x.device.path.kernel, Int64(range.count), Int64(columns), x.start + first, w.start,
                    scale.start + range.lowerBound, gradient.start + first, slope.target + first, partial.target)
            }
            return [.whole(slope), .whole(weightSlope)]
        }
    }

    /// Each row divided by the root of its mean square; differentiable.
    public func rmsNorm(epsilon: Float) -> Tensor {
        rmsNorm(weight: .filled(with: 1, shape: [columns], on: device), epsilon: epsilon)
    }

    /// Each row shifted to mean 0 and scaled to variance 1, times `weight` plus `bias`; differentiable.
    ///
    /// - Shapes: self (..., D), `weight` and `bias` (D); returns (..., D).
    /// - Source: Ba, Kiros and Hinton, 2016; the variance divides by D.
    public func layerNorm(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
        precondition(
            rank >= 1 && weight.shape == [columns] && bias.shape == [columns],
            "layerNorm: rows of \(shape), a weight \(weight.shape) and a bias \(bias.shape) differ")
        let (x, w, b) = (detached, weight.detached, bias.detached)
        let (rows, columns) = (rowCount, rowLength)
        let result = Tensor(uninitialized: shape, on: device)
        let mean = Tensor(uninitialized: [rows], on: device)
        let scale = Tensor(uninitialized: [rows], on: device)
        device.rowBlocks(rows, columns: columns) { range in
            let first = range.lowerBound * columns
            ssm_layer_norm(
                x.device.path.kernel, Int64(range.count), Int64(columns), epsilon, x.start + first, w.start,
                b.start, result.target + first, mean.target + range.lowerBound, scale.target + range.lowerBound)
        }
        return result.recorded(from: [self, weight, bias]) { gradient, _ in
            let slope = Tensor(uninitialized: x.shape, on: x.device)
            // Both column sums are made in one pass: the weight's in the first row, the bias's in the second.
            let sums = Tensor.summingRowBlocks(rows: rows, shape: [2, columns], on: x.device) { range, partial in
                let first = range.lowerBound * columns
                ssm_layer_norm_backward(
                    x.device.path.kernel, Int64(range.count), Int64(columns), x.start + first, w.start,
                    mean.start + range.lowerBound, scale.start + range.lowerBound, gradient.start + first,
                    slope.target + first, partial.target, partial.target + columns)
            }
            return [
                .whole(slope), .whole(sums.rows(0..<1).reshaped([columns])),
                .whole(sums.rows(1..<2).reshaped([columns])),
            ]
        }
    }
}
