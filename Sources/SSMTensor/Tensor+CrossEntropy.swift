import CSSMKernels

extension Tensor {
    /// The weighted sum over rows of the negative log probability of each row's target: a scalar; differentiable in
    /// `hidden`, `head` and the adapter.
    ///
    /// Logits exist for a bounded number of rows at a time, and rows of weight 0 are left out. When gradients are
    /// wanted they are made in the same pass, and only those of tensors that are tracked.
    ///
    /// - Parameter adapter: factors whose product is added to the logits, hidden · headᵀ + rows · weightᵀ.
    /// - Shapes: `hidden` (T, D), `head` (V, D), the adapter's rows (T, R) and weight (V, R), `targets` and `weights`
    ///   (T).
    /// - Precondition: targets of rows with a weight are in 0 ..< V.
    public static func crossEntropy(
        hidden: Tensor, head: Tensor, adapter: (rows: Tensor, weight: Tensor)? = nil, targets: [Int], weights: [Float]
    ) -> CrossEntropy {
        let pairs = [(hidden, head)] + (adapter.map { [($0.rows, $0.weight)] } ?? [])
        for (rows, weight) in pairs {
            precondition(
                rows.rank == 2 && weight.rank == 2 && rows.columns == weight.columns && rows.rows == hidden.rows
                    && weight.rows == head.rows,
                "crossEntropy: rows \(rows.shape) and a head \(weight.shape) do not fit")
        }
        checkTargets(targets, weights: weights, rows: hidden.rows, vocabulary: head.rows)
        let kept = weights.indices.filter { weights[$0] != 0 }.map { Int64($0) }
        let isWhole = kept.count == hidden.rows
        let pass = CrossEntropyPass(
            factors: pairs.map { rows, weight in
                .init(
                    hidden: isWhole ? rows.detached : rows.detached.gatheringRows(kept), head: weight.detached,
                    needsHidden: rows.isTracked, needsHead: weight.isTracked)
            },
            targets: kept.map { Int64(targets[Int($0)]) }, weights: kept.map { weights[Int($0)] })
        let result = pass.run()
        let loss = Tensor.scalar(Float(result.losses.total), on: head.device)
        let shapes = pairs.map(\.0.shape)
        let total = loss.recorded(from: pairs.flatMap { [$0, $1] }) { gradient, _ in
            let upstream = gradient.item
            return zip(result.gradients, shapes).flatMap { slopes, shape -> [Gradient?] in
                [
                    slopes.hidden.map { slope in
                        let scaled = slope.scaled(by: upstream)
                        return .whole(isWhole ? scaled : scaled.scatteringRows(kept, into: shape))
                    },
                    slopes.head.map { .whole($0.scaled(by: upstream)) },
                ]
            }
        }
        var losses = Array(repeating: Float(0), count: hidden.rows)
        var predictions = Array(repeating: -1, count: hidden.rows)
        for (index, row) in kept.enumerated() {
            losses[Int(row)] = result.losses.losses[index]
            predictions[Int(row)] = result.losses.predictions[index]
        }
        return CrossEntropy(total: total, losses: losses, predictions: predictions)
    }

    /// The weighted sum over rows of the negative log probability of each row's target: a scalar; differentiable.
    ///
    /// - Shapes: `logits` (T, V), `targets` and `weights` (T).
    /// - Precondition: targets of rows with a weight are in 0 ..< V.
    public static func softmaxCrossEntropy(_ logits: Tensor, targets: [Int], weights: [Float]) -> CrossEntropy {
        precondition(logits.rank == 2, "softmaxCrossEntropy: the logits \(logits.shape) are not a matrix")
        checkTargets(targets, weights: weights, rows: logits.rows, vocabulary: logits.columns)
        let slope = Tensor(uninitialized: logits.shape, on: logits.device)
        slope.target.update(from: logits.start, count: logits.count)
        let known = zip(targets, weights).map { $1 == 0 ? 0 : Int64($0) }
        let rows = slope.replaceBySoftmaxGradient(targets: known, weights: weights)
        let total = Tensor.scalar(Float(rows.total), on: logits.device).recorded(from: [logits]) { gradient, _ in
            [.whole(slope.scaled(by: gradient.item))]
        }
        return CrossEntropy(
            total: total, losses: rows.losses,
            predictions: zip(rows.predictions, weights).map { $1 == 0 ? -1 : $0 })
    }

    private static func checkTargets(_ targets: [Int], weights: [Float], rows: Int, vocabulary: Int) {
        precondition(
            targets.count == rows && weights.count == rows,
            "crossEntropy: \(targets.count) targets and \(weights.count) weights for \(rows) rows")
        for (target, weight) in zip(targets, weights) where weight != 0 {
            precondition((0..<vocabulary).contains(target), "crossEntropy: no target \(target) in 0 ..< \(vocabulary)")
        }
    }

    /// Turns logits (T, V) into the gradient of their loss, in place, and returns the loss of each row.
    func replaceBySoftmaxGradient(targets: [Int64], weights: [Float]) -> RowLosses {
        let (rows, columns) = (shape[0], shape[1])
        let predictions = argmaxRows()
        let losses = Tensor(uninitialized: [rows], on: device)
        device.rowBlocks(rows, columns: columns) { [self] range in
            targets.withUnsafeBufferPointer { targets in
                weights.withUnsafeBufferPointer { weights in
                    ssm_softmax_cross_entropy(
                        device.path.kernel, Int64(range.count), Int64(columns), target + range.lowerBound * columns,
                        targets.baseAddress.map { $0 + range.lowerBound },
                        weights.baseAddress.map { $0 + range.lowerBound }, losses.target + range.lowerBound)
                }
            }
        }
        return RowLosses(
            total: losses.total(), losses: zip(losses.values, weights).map { $1 == 0 ? 0 : $0 / $1 },
            predictions: predictions)
    }
}
