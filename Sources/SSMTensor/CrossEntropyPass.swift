/// The loss of rows against a head, in chunks of rows.
///
/// The logits are a sum of products, hidden · headᵀ: one of the head itself, and one of an adapter beside it.
struct CrossEntropyPass {
    /// One product of the sum, and which of its gradients are wanted.
    struct Factors {
        /// (T, K)
        let hidden: Tensor
        /// (V, K)
        let head: Tensor
        let needsHidden, needsHead: Bool
    }

    /// At least one; the heads have the same rows.
    let factors: [Factors]
    let targets: [Int64]
    let weights: [Float]

    /// Elements of the logits that exist at a time.
    static let chunkElements = 1 << 23

    private var vocabulary: Int { factors[0].head.rows }
    private var device: Device { factors[0].head.device }

    /// The losses, and for each pair of factors the gradients that were asked for: those of the weighted sum.
    func run() -> (losses: RowLosses, gradients: [(hidden: Tensor?, head: Tensor?)]) {
        let gradients = factors.map { pair in
            let (rows, columns) = (targets.count, pair.head.columns)
            return (
                hidden: pair.needsHidden ? Tensor(uninitialized: [rows, columns], on: device) : nil,
                head: pair.needsHead ? emptyGradient(ofHead: pair.head) : nil
            )
        }
        let size = max(1, CrossEntropyPass.chunkElements / max(vocabulary, 1))
        var losses = RowLosses()
        for first in stride(from: 0, to: targets.count, by: size) {
            losses.append(runChunk(first..<min(first + size, targets.count), gradients: gradients))
        }
        return (losses, gradients)
    }

    /// Without rows nothing would be written into it.
    private func emptyGradient(ofHead head: Tensor) -> Tensor {
        targets.isEmpty ? .zeros(head.shape, on: device) : Tensor(uninitialized: head.shape, on: device)
    }

    /// The losses of some rows; writes their part of the gradients.
    private func runChunk(_ range: Range<Int>, gradients: [(hidden: Tensor?, head: Tensor?)]) -> RowLosses {
        let pairs = factors.map { pair in
            (
                inputs: Matrix(pair.hidden.rows(range), rows: range.count, columns: pair.head.columns),
                weight: Matrix(pair.head, rows: vocabulary, columns: pair.head.columns)
            )
        }
        let product = MatrixProduct(
            output: Tensor(uninitialized: [range.count, vocabulary], on: device), rows: range.count,
            columns: vocabulary, terms: pairs.map { .init(left: $0.inputs, right: $0.weight.transposed) })
        MatrixProduct.run([product], on: device)
        let logits = product.output
        let losses = logits.replaceBySoftmaxGradient(
            targets: Array(targets[range]), weights: Array(weights[range]))
        let slope = Matrix(logits, rows: range.count, columns: vocabulary)
        var products: [MatrixProduct] = []
        for (pair, gradient) in zip(pairs, gradients) {
            if let hidden = gradient.hidden {
                products.append(
                    MatrixProduct(
                        output: hidden.rows(range), rows: range.count, columns: pair.weight.columns,
                        terms: [.init(left: slope, right: pair.weight)]))
            }
            if let head = gradient.head {
                products.append(
                    MatrixProduct(
                        output: head, rows: vocabulary, columns: pair.weight.columns,
                        terms: [.init(left: slope.transposed, right: pair.inputs)],
                        isAccumulating: range.lowerBound > 0))
            }
        }
        MatrixProduct.run(products, on: device)
        return losses
    }
}
