/// The loss of rows against a head, in chunks of rows.
struct CrossEntropyPass {
    let hidden, head: Tensor
    let targets: [Int64]
    let weights: [Float]

    /// Elements of the logits that exist at a time.
    static let chunkElements = 1 << 23

    /// The gradients that were asked for are those of the weighted sum of the losses.
    func run(
        hiddenGradient needsHidden: Bool, headGradient needsHead: Bool
    ) -> (losses: RowLosses, hiddenGradient: Tensor?, headGradient: Tensor?) {
        let device = head.device
        let hiddenGradient = needsHidden ? Tensor(uninitialized: [targets.count, head.columns], on: device) : nil
        // Without rows nothing would be written into it.
        let headGradient =
            needsHead
            ? targets.isEmpty ? Tensor.zeros(head.shape, on: device) : Tensor(uninitialized: head.shape, on: device)
            : nil
        let size = max(1, CrossEntropyPass.chunkElements / max(head.rows, 1))
        var losses = RowLosses()
        for first in stride(from: 0, to: targets.count, by: size) {
            let range = first..<min(first + size, targets.count)
            losses.append(runChunk(range, hiddenGradient: hiddenGradient, headGradient: headGradient))
        }
        return (losses, hiddenGradient, headGradient)
    }

    /// The losses of some rows; writes their part of the gradients.
    private func runChunk(_ range: Range<Int>, hiddenGradient: Tensor?, headGradient: Tensor?) -> RowLosses {
        let (width, vocabulary) = (head.columns, head.rows)
        let inputs = Matrix(hidden.rows(range), rows: range.count, columns: width)
        let weight = Matrix(head, rows: vocabulary, columns: width)
        let logits = MatrixProduct.multiply(inputs, weight.transposed, shape: [range.count, vocabulary])
        let losses = logits.replaceBySoftmaxGradient(
            targets: Array(targets[range]), weights: Array(weights[range]))
        let slope = Matrix(logits, rows: range.count, columns: vocabulary)
        var products: [MatrixProduct] = []
        if let hiddenGradient {
            products.append(
                MatrixProduct(
                    output: hiddenGradient.rows(range), rows: range.count, columns: width,
                    terms: [.init(left: slope, right: weight)]))
        }
        if let headGradient {
            products.append(
                MatrixProduct(
                    output: headGradient, rows: vocabulary, columns: width,
                    terms: [.init(left: slope.transposed, right: inputs)], isAccumulating: range.lowerBound > 0))
        }
        MatrixProduct.run(products, on: head.device)
        return losses
    }
}
