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

    /// The adapter's product is added to the logits; a head that is not tracked gets no gradient.
    @Test(arguments: [(1, 1, 1, 1), (7, 5, 11, 2), (900, 3, 20_000, 2)])
    func `an adapter of the head`(_ rows: Int, _ width: Int, _ vocabulary: Int, _ rank: Int) {
        let device = Devices.poisoned
        let hidden = inputs([rows, width], seed: 1, on: device).tracked()
        let head = inputs([vocabulary, width], seed: 2, on: device)
        let reduced = inputs([rows, rank], seed: 3, on: device).tracked()
        let factor = inputs([vocabulary, rank], seed: 4, on: device).tracked()
        let targets = (0..<rows).map { $0 * 7 % vocabulary }
        let weights = (0..<rows).map { row -> Float in row % 3 == 2 ? 0 : Float(1 + row % 2) }
        let fused = Tensor.crossEntropy(
            hidden: hidden, head: head, adapter: (reduced, factor), targets: targets, weights: weights)
        let own: Tensor = hidden.matmul(head, transposing: .right)
        let added: Tensor = reduced.matmul(factor, transposing: .right)
        let plain = Tensor.softmaxCrossEntropy(own + added, targets: targets, weights: weights)
        expectClose(fused.losses, plain.losses.map(Double.init), within: .sums, named: "losses")
        let (found, expected) = (fused.total.gradients(), plain.total.gradients())
        for leaf in [hidden, reduced, factor] {
            expectClose(
                found[leaf]?.values ?? [], expected[leaf].map(Naive.doubles) ?? [.nan], within: .sums,
                named: "\(leaf.shape)")
        }
        #expect(found[head] == nil)
    }

    @Test func `dropout factors are zero as often as said, and those of a row come from its key alone`() {
        let device = Devices.poisoned
        let keys = (0..<200).map { RandomKey(seed: 1).folding($0) }
        let factors = Tensor.dropoutFactors(columns: 300, probability: 0.2, keys: keys, on: device)
        #expect(factors.shape == [200, 300])
        #expect(Set(factors.values) == [0, 1.25])
        let share = Double(factors.values.count { $0 == 0 }) / 60_000
        #expect(abs(share - 0.2) < 0.01)
        let some = Tensor.dropoutFactors(columns: 300, probability: 0.2, keys: [keys[7], keys[3]], on: device)
        #expect(some.values == factors.rows(7..<8).values + factors.rows(3..<4).values)
        #expect(factors.rows(7..<8).values != factors.rows(3..<4).values)
        let none = Tensor.dropoutFactors(columns: 3, probability: 0, keys: [keys[0]], on: device)
        #expect(none.values == [1, 1, 1])
        #expect(Tensor.dropoutFactors(columns: 3, probability: 0.5, keys: [], on: device).shape == [0, 3])
    }
}
