import SSMTensor
import Testing

/// Matrix products of all kinds of tilings.
@Suite struct ProductTests {
    struct Sizes: Sendable, CustomTestStringConvertible {
        let rows, inner, columns: Int
        var testDescription: String { "(\(rows), \(inner)) · (\(inner), \(columns))" }
    }

    /// Inline, few rows over several workers, cut through rows, through columns and through the inner dimension.
    static let sizes = [
        (0, 3, 2), (2, 0, 3), (2, 3, 0), (1, 1, 1), (3, 5, 7), (1, 300, 700), (4, 257, 611), (11, 300, 301),
        (16, 129, 700), (17, 129, 700), (1100, 40, 67), (20, 50, 2500), (67, 4500, 51), (130, 4500, 3),
    ].map { Sizes(rows: $0.0, inner: $0.1, columns: $0.2) }

    private static func operands(_ sizes: Sizes, _ transposition: Transposition, on device: Device) -> [Tensor] {
        let isLeft = transposition == .left || transposition == .both
        let isRight = transposition == .right || transposition == .both
        return [
            inputs(isLeft ? [sizes.inner, sizes.rows] : [sizes.rows, sizes.inner], seed: 1, on: device),
            inputs(isRight ? [sizes.columns, sizes.inner] : [sizes.inner, sizes.columns], seed: 2, on: device),
        ]
    }

    @Test(arguments: sizes, Transposition.allCases)
    func `matmul`(_ sizes: Sizes, _ transposition: Transposition) {
        let pair = ProductTests.operands(sizes, transposition, on: Devices.poisoned)
        var (left, right) = (Naive.doubles(pair[0]), Naive.doubles(pair[1]))
        if transposition == .left || transposition == .both {
            left = Naive.transpose(left, rows: sizes.inner, columns: sizes.rows)
        }
        if transposition == .right || transposition == .both {
            right = Naive.transpose(right, rows: sizes.columns, columns: sizes.inner)
        }
        let result = pair[0].matmul(pair[1], transposing: transposition)
        #expect(result.shape == [sizes.rows, sizes.columns])
        expectClose(
            result.values, Naive.product(left, right, sizes.rows, sizes.inner, sizes.columns), within: .sums,
            named: "product")
    }

    @Test(arguments: sizes, Transposition.allCases)
    func `the number of workers changes no bit`(_ sizes: Sizes, _ transposition: Transposition) {
        let runs = [1, 2, 3].map { workers in
            let pair = ProductTests.operands(sizes, transposition, on: Device(workers: workers, poisoned: true))
            return pair[0].matmul(pair[1], transposing: transposition).values.map(\.bitPattern)
        }
        #expect(runs[0] == runs[1] && runs[1] == runs[2])
    }

    @Test(arguments: sizes)
    func `linear, whole and in parts`(_ sizes: Sizes) {
        let device = Devices.poisoned
        let x = inputs([sizes.rows, sizes.inner], seed: 1, on: device).tracked()
        let weight = inputs([sizes.columns, sizes.inner], seed: 2, on: device).tracked()
        let bias = inputs([sizes.columns], seed: 3, on: device)
        let product = Naive.product(
            Naive.doubles(x), Naive.transpose(Naive.doubles(weight), rows: sizes.columns, columns: sizes.inner),
            sizes.rows, sizes.inner, sizes.columns)
        let expected = product.indices.map { product[$0] + Double(bias.values[$0 % sizes.columns]) }
        let whole = x.linear(weight, bias: bias)
        expectClose(whole.values, expected, within: .sums, named: "linear")

        let first = sizes.columns / 3
        let parts = x.linear(weight, splitting: [first, sizes.columns - first])
        expectClose(
            parts[0].values, Naive.doubles(x.linear(weight).columns(0..<first)), within: .sums, named: "first")
        expectClose(
            parts[1].values, Naive.doubles(x.linear(weight).columns(first..<sizes.columns)), within: .sums,
            named: "second")

        let wholeGradients = weightedSum([whole.columns(0..<first), whole.columns(first..<sizes.columns)]).gradients()
        let partGradients = weightedSum(parts).gradients()
        for leaf in [x, weight] {
            expectClose(
                partGradients[leaf]?.values ?? [], wholeGradients[leaf].map(Naive.doubles) ?? [.nan],
                within: .sums, named: "gradient \(leaf.shape)")
        }
    }

    @Test func `rows of a batch do not influence each other`() {
        let weight = inputs([700, 300], seed: 2, on: Devices.poisoned)
        let batch = inputs([13, 300], seed: 1, on: Devices.poisoned)
        let together = batch.linear(weight)
        for row in 0..<13 {
            #expect(batch.rows(row..<(row + 1)).linear(weight).values == together.rows(row..<(row + 1)).values)
        }
    }

    @Test func `leading axes are rows`() {
        let x = inputs([2, 3, 5], seed: 1, on: Devices.poisoned)
        let weight = inputs([4, 5], seed: 2, on: Devices.poisoned)
        let result = x.linear(weight)
        #expect(result.shape == [2, 3, 4])
        #expect(result.values == x.reshaped([6, 5]).linear(weight).values)
    }
}
