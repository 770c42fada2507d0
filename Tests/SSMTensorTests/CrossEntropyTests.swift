import SSMTensor
import Testing

@Suite struct CrossEntropyTests {
    /// Small, and more rows than one chunk of logits takes.
    @Test(arguments: [(1, 1, 1), (7, 5, 11), (900, 3, 20_000)])
    func `losses and predictions of rows`(_ rows: Int, _ width: Int, _ vocabulary: Int) {
        let device = Devices.poisoned
        let hidden = inputs([rows, width], seed: 1, on: device)
        let head = inputs([vocabulary, width], seed: 2, on: device)
        let targets = (0..<rows).map { $0 % 3 == 1 ? -1 : $0 * 7 % vocabulary }
        let weights = (0..<rows).map { $0 % 3 == 1 ? 0 : Float(1 + $0 % 2) }
        let result = Tensor.crossEntropy(hidden: hidden, head: head, targets: targets, weights: weights)

        let logits = Naive.product(
            Naive.doubles(hidden), Naive.transpose(Naive.doubles(head), rows: vocabulary, columns: width), rows,
            width, vocabulary)
        var total = 0.0
        var losses: [Double] = []
        for row in 0..<rows {
            guard weights[row] != 0 else {
                losses.append(0)
                #expect(result.predictions[row] == -1)
                continue
            }
            let line = logits[(row * vocabulary)..<((row + 1) * vocabulary)]
            let greatest = line.max() ?? 0
            let normalizer = greatest + Portable.log(line.reduce(0) { $0 + Portable.exp($1 - greatest) })
            losses.append(normalizer - line[row * vocabulary + targets[row]])
            total += Double(weights[row]) * losses[row]
            let predicted = logits[row * vocabulary + result.predictions[row]]
            #expect(abs(predicted - greatest) < Tolerance.sums.value * max(1, abs(greatest)))
        }
        expectClose(result.losses, losses, within: .sums, named: "losses")
        expectClose([result.total.item], [total], within: .sums, named: "total")

        let whole = Tensor.softmaxCrossEntropy(
            hidden.matmul(head, transposing: .right), targets: targets, weights: weights)
        expectClose([whole.total.item], [total], within: .sums, named: "total from logits")
        expectClose(whole.losses, losses, within: .sums, named: "losses from logits")
    }

    @Test func `gradients over several chunks are those of the logits`() {
        let device = Devices.poisoned
        let (rows, width, vocabulary) = (900, 3, 20_000)
        let hidden = inputs([rows, width], seed: 1, on: device).tracked()
        let head = inputs([vocabulary, width], seed: 2, on: device).tracked()
        let targets = (0..<rows).map { $0 * 7 % vocabulary }
        let weights = (0..<rows).map { Float($0 % 3) }
        let fused = (Tensor.crossEntropy(hidden: hidden, head: head, targets: targets, weights: weights).total * 0.5)
            .gradients()
        let plain =
            (Tensor.softmaxCrossEntropy(
                hidden.matmul(head, transposing: .right), targets: targets, weights: weights
            ).total * 0.5).gradients()
        for leaf in [hidden, head] {
            expectClose(
                fused[leaf]?.values ?? [], plain[leaf].map(Naive.doubles) ?? [.nan], within: .sums,
                named: "\(leaf.shape)")
        }
    }

    @Test func `logits of all rows never exist together`() {
        let device = Device(workers: 1, poisoned: true)
        let (rows, vocabulary) = (4000, 20_000)
        let hidden = Tensor.zeros([rows, 2], on: device)
        let head = Tensor.zeros([vocabulary, 2], on: device)
        let result = Tensor.crossEntropy(
            hidden: hidden, head: head, targets: .init(repeating: 0, count: rows),
            weights: .init(repeating: 1, count: rows))
        expectClose(
            [result.total.item], [Double(rows) * Portable.log(Double(vocabulary))], within: .sums, named: "total")
        #expect(device.peakBytes < rows * vocabulary)  // a quarter of all logits
    }
}
