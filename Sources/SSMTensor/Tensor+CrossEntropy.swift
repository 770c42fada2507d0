import CSSMKernels

/// The loss of rows against their targets.
public struct CrossEntropy: Sendable {
    /// The sum over rows of weight times negative log probability: a scalar that carries gradients.
    public let total: Tensor
    /// Negative log probability of each row's target, without its weight; 0 for rows of weight 0: (T).
    public let losses: [Float]
    /// The index of each row's largest logit; -1 for rows of weight 0: (T).
    public let predictions: [Int]
}

extension Tensor {
    /// The weighted sum over rows of the negative log probability of each row's target: a scalar; differentiable in
    /// `hidden` and `head`.
    ///
    /// Logits exist for a bounded number of rows at a time, and rows of weight 0 are left out. When gradients are
    /// wanted they are made in the same pass.
    ///
    /// - Shapes: `hidden` (T, D), `head` (V, D), `targets` and `weights` (T).
    /// - Precondition: targets of rows with a weight are in 0 ..< V.
    public static func crossEntropy(
        hidden: Tensor, head: Tensor, targets: [Int], weights: [Float]
    ) -> CrossEntropy {
        precondition(
            hidden.rank == 2 && head.rank == 2 && hidden.columns == head.columns,
            "crossEntropy: hidden \(hidden.shape) and a head \(head.shape) do not fit")
        checkTargets(targets, weights: weights, rows: hidden.rows, vocabulary: head.rows)
        let kept = weights.indices.filter { weights[$0] != 0 }.map { Int64($0) }
        let pass = CrossEntropyPass(
            hidden: kept.count == hidden.rows ? hidden.detached : hidden.detached.gatheringRows(kept),
            head: head.detached, targets: kept.map { Int64(targets[Int($0)]) },
            weights: kept.map { weights[Int($0)] })
        let result = pass.run(hiddenGradient: hidden.isTracked, headGradient: head.isTracked)
        let whole = hidden.shape
        let total = result.loss.recorded(from: [hidden, head]) { gradient, _ in
            let upstream = gradient.item
            return [
                result.hiddenGradient.map { slope in
                    let scaled = slope.scaled(by: upstream)
                    return .whole(kept.count == whole[0] ? scaled : scaled.scatteringRows(kept, into: whole))
                },
                result.headGradient.map { .whole($0.scaled(by: upstream)) },
            ]
        }
        var losses = Array(repeating: Float(0), count: whole[0])
        var predictions = Array(repeating: -1, count: whole[0])
        for (index, row) in kept.enumerated() {
            losses[Int(row)] = result.rows.losses[index]
            predictions[Int(row)] = result.rows.predictions[index]
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
    fileprivate func replaceBySoftmaxGradient(targets: [Int64], weights: [Float]) -> RowLosses {
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

/// Losses of some rows.
private struct RowLosses {
    var total = 0.0
    var losses: [Float] = []
    var predictions: [Int] = []

    mutating func append(_ other: RowLosses) {
        total += other.total
        losses += other.losses
        predictions += other.predictions
    }
}

/// The loss of rows against a head, in chunks of rows.
private struct CrossEntropyPass {
    let hidden, head: Tensor
    let targets: [Int64]
    let weights: [Float]

    /// Elements of the logits that exist at a time.
    private static let chunkElements = 1 << 22

    func run(
        hiddenGradient needsHidden: Bool, headGradient needsHead: Bool
    ) -> (loss: Tensor, rows: RowLosses, hiddenGradient: Tensor?, headGradient: Tensor?) {
        let device = head.device
        let (rows, width, vocabulary) = (targets.count, head.columns, head.rows)
        let hiddenGradient = needsHidden ? Tensor(uninitialized: [rows, width], on: device) : nil
        let headGradient = needsHead ? Tensor.zeros(head.shape, on: device) : nil
        let columns = Matrix(head, rows: vocabulary, columns: width)
        let size = max(1, CrossEntropyPass.chunkElements / max(vocabulary, 1))
        var losses = RowLosses()
        for first in stride(from: 0, to: rows, by: size) {
            let range = first..<min(first + size, rows)
            let inputs = Matrix(hidden.rows(range), rows: range.count, columns: width)
            let logits = MatrixProduct.multiply(inputs, columns.transposed, shape: [range.count, vocabulary])
            losses.append(
                logits.replaceBySoftmaxGradient(targets: Array(targets[range]), weights: Array(weights[range])))
            let slope = Matrix(logits, rows: range.count, columns: vocabulary)
            var products: [MatrixProduct] = []
            if let hiddenGradient {
                products.append(
                    MatrixProduct(
                        output: hiddenGradient.rows(range), rows: range.count, columns: width,
                        terms: [.init(left: slope, right: columns)]))
            }
            if let headGradient {
                products.append(
                    MatrixProduct(
                        output: headGradient, rows: vocabulary, columns: width,
                        terms: [.init(left: slope.transposed, right: inputs)], isAccumulating: true))
            }
            MatrixProduct.run(products, on: device)
        }
        return (.scalar(Float(losses.total), on: device), losses, hiddenGradient, headGradient)
    }
}
