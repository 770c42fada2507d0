import SSMTensor
import Testing

/// Results of the operations against naive references.
@Suite struct ForwardTests {
    private static let shapes = [[0, 3], [1, 1], [7, 5], [3, 67], [257, 259]]

    @Test(arguments: shapes, Devices.paths)
    func `functions of one element`(_ shape: [Int], _ path: SIMDPath) {
        let x = inputs(shape, seed: 1, on: Devices.of(path))
        let positive = inputs(shape, seed: 2, on: x.device, from: 0.2)
        func check(_ name: String, _ result: Tensor, _ reference: (Double) -> Double, of input: Tensor) {
            #expect(result.shape == shape)
            expectClose(result.values, input.values.map { reference(Double($0)) }, within: .elementwise, named: name)
        }
        check("exp", x.exp(), Portable.exp, of: x)
        check("log", positive.log(), Portable.log, of: positive)
        check("sigmoid", x.sigmoid(), Naive.sigmoid, of: x)
        check("silu", x.silu(), Naive.silu, of: x)
        check("softplus", x.softplus(), Naive.softplus, of: x)
        check("relu", x.relu(), { max($0, 0) }, of: x)
        check("negatedExp", .negatedExp(x), { -Portable.exp($0) }, of: x)
        check("numbers", 2 - (x * 3 + 1) / 4, { 2 - ($0 * 3 + 1) / 4 }, of: x)
        check("negated", x.negated, { -$0 }, of: x)
    }

    @Test func `functions of extreme elements`() {
        let x = Tensor([-200, -100, -30, 0, 19.5, 20.5, 30, 88, 100], shape: [9], on: Devices.poisoned)
        expectClose(
            x.softplus().values, Naive.doubles(x).map(Naive.softplus), within: .elementwise, named: "softplus")
        expectClose(x.sigmoid().values, Naive.doubles(x).map(Naive.sigmoid), within: .elementwise, named: "sigmoid")
        expectClose(x.silu().values, Naive.doubles(x).map(Naive.silu), within: .elementwise, named: "silu")
        #expect(x.exp().values[0] == 0)
        #expect(x.exp().values[8] == .infinity)
    }

    @Test(arguments: shapes)
    func `arithmetic with rows and columns`(_ shape: [Int]) {
        let (rows, columns) = (shape[0], shape[1])
        let x = inputs(shape, seed: 1, on: Devices.poisoned)
        let others = [shape, [columns], [rows, 1]].map { inputs($0, seed: 2, on: Devices.poisoned, from: 0.3) }
        for (other, place) in zip(others, [{ $0 }, { $0 % columns }, { $0 / columns }]) {
            func check(_ name: String, _ result: Tensor, _ reference: (Double, Double) -> Double) {
                let (xs, ys) = (Naive.doubles(x), Naive.doubles(other))
                let expected = xs.indices.map { reference(xs[$0], ys[place($0)]) }
                expectClose(result.values, expected, within: .elementwise, named: "\(name) \(other.shape)")
            }
            check("add", x + other, +)
            check("subtract", x - other, -)
            check("multiply", x * other, *)
            check("divide", x / other, /)
        }
    }

    @Test(arguments: Devices.paths)
    func `reductions and norms of rows`(_ path: SIMDPath) {
        for shape in [[1, 1], [7, 5], [300, 257]] {
            let x = inputs(shape, seed: 1, on: Devices.of(path))
            let weight = inputs([shape[1]], seed: 2, on: x.device)
            let bias = inputs([shape[1]], seed: 3, on: x.device)
            let (w, b) = (Naive.doubles(weight), Naive.doubles(bias))
            let all = Naive.doubles(x)
            let rows = (0..<shape[0]).map { Array(all[($0 * shape[1])..<(($0 + 1) * shape[1])]) }
            let count = Double(shape[1])
            func check(_ name: String, _ result: Tensor, _ reference: ([Double]) -> [Double]) {
                expectClose(result.values, rows.flatMap(reference), within: .sums, named: "\(name) \(shape)")
            }
            let square = { (row: [Double]) in row.reduce(0) { $0 + $1 * $1 } }
            check("rowSums", x.rowSums()) { [$0.reduce(0, +)] }
            check("rowMax", x.rowMax()) { [$0.max() ?? .nan] }
            check("norm", x.norm()) { [square($0).squareRoot()] }
            check("rowDots", x.rowDots(with: x * 2)) { [2 * square($0)] }
            check("cosine", x.cosine(with: weight)) { row in
                [zip(row, w).reduce(0) { $0 + $1.0 * $1.1 } / (square(row) * square(w)).squareRoot()]
            }
            check("rmsNorm", x.rmsNorm(weight: weight, epsilon: 1e-5)) { row in
                zip(row, w).map { $0 * $1 / (square(row) / count + 1e-5).squareRoot() }
            }
            check("layerNorm", x.layerNorm(weight: weight, bias: bias, epsilon: 1e-5)) { row in
                let mean = row.reduce(0, +) / count
                let variance = square(row.map { $0 - mean }) / count
                return row.indices.map { (row[$0] - mean) / (variance + 1e-5).squareRoot() * w[$0] + b[$0] }
            }
            expectClose([x.sum().item], [all.reduce(0, +)], within: .sums, named: "sum")
            expectClose([x.mean().item], [all.reduce(0, +) / Double(all.count)], within: .sums, named: "mean")
            #expect(x.argmaxRows() == rows.map { row in row.firstIndex(of: row.max() ?? 0) })
        }
    }

    @Test func `a row of zeros has no direction`() {
        let x = Tensor.zeros([2, 3], on: Devices.poisoned).tracked()
        let vector = Tensor([1, 2, 3], shape: [3], on: Devices.poisoned).tracked()
        let result = x.cosine(with: vector)
        #expect(result.values == [0, 0])
        let gradients = (result + x.norm()).sum().gradients()
        // Below the floor of 1e-8 the cosine is x · v / 1e-8.
        #expect(gradients[x]?.values == [1e8, 2e8, 3e8, 1e8, 2e8, 3e8])
        #expect(gradients[vector]?.values == [0, 0, 0])
    }

    @Test func `rows and columns are where they were`() {
        let x = Tensor((0..<12).map { Float($0) }, shape: [4, 3], on: Devices.poisoned)
        #expect(x.rows(1..<3).values == [3, 4, 5, 6, 7, 8])
        #expect(x.rows(2..<2).shape == [0, 3])
        #expect(x.rows(1..<4).rows(1..<2).values == [6, 7, 8])
        #expect(x.columns(1..<3).values == [1, 2, 4, 5, 7, 8, 10, 11])
        #expect(x.gathered(rows: [3, 0, 3]).values == [9, 10, 11, 0, 1, 2, 9, 10, 11])
        #expect(Tensor.embedding([2, 0], table: x).values == [6, 7, 8, 0, 1, 2])
        #expect(Tensor.concatenating([x.rows(3..<4), x.rows(0..<1)]).values == [9, 10, 11, 0, 1, 2])
        #expect(x.reshaped([2, 6]).rows(1..<2).values == [6, 7, 8, 9, 10, 11])
        let cube = x.reshaped([2, 2, 3])
        #expect(cube.rows(1..<2).shape == [1, 2, 3])
        #expect(cube.gathered(rows: [1]).values == [6, 7, 8, 9, 10, 11])
    }

    @Test(arguments: Devices.paths)
    func `convolution`(_ path: SIMDPath) {
        for (rows, channels, width) in [(1, 1, 1), (7, 5, 4), (40, 33, 3), (90, 270, 8)] {
            let device = Devices.of(path)
            let layout = OperationCase.layout(rows: rows)
            let x = inputs([rows, channels], seed: 1, on: device)
            let weight = inputs([channels, width], seed: 2, on: device)
            let bias = inputs([channels], seed: 3, on: device)
            let initial = inputs([layout.count, width - 1, channels], seed: 4, on: device)
            for (bias, initial, silu) in [(bias, initial, true), (nil, nil, false)] as [(Tensor?, Tensor?, Bool)] {
                let result = Tensor.causalConvolution(
                    x, weight: weight, bias: bias, layout: layout, initial: initial, silu: silu)
                let expected = Naive.convolution(
                    x, weight: weight, bias: bias, layout: layout, initial: initial, silu: silu)
                expectClose(result.output.values, expected.output, within: .sums, named: "output")
                expectClose(result.state.values, expected.state, within: .elementwise, named: "state")
            }
        }
    }

    @Test(arguments: Devices.paths)
    func `selective scan`(_ path: SIMDPath) {
        for (rows, channels, states) in [(0, 3, 4), (1, 1, 1), (7, 5, 3), (150, 33, 16), (70, 272, 5)] {
            let device = Devices.of(path)
            let layout = OperationCase.layout(rows: rows)
            func make(_ shape: [Int], _ seed: UInt64) -> Tensor { inputs(shape, seed: seed, on: device) }
            var scan = SelectiveScan(
                x: make([rows, channels], 1), steps: make([rows, channels], 2), stepBias: make([channels], 3),
                a: .negatedExp(make([channels, states], 4)), b: make([rows, states], 5),
                c: make([rows, states], 6), skip: make([channels], 7), gate: make([rows, channels], 8),
                layout: layout, initial: make([layout.count, channels, states], 9))
            let fused = Tensor.selectiveScan(scan)
            let expected = Naive.scan(scan)
            expectClose(fused.output.values, expected.output, within: .sums, named: "output")
            expectClose(fused.state.values, expected.state, within: .sums, named: "state")

            // The same scan in separate operations has the same bits.
            scan.steps = (scan.steps + make([channels], 3)).softplus()
            scan.stepBias = nil
            let gate = make([rows, channels], 8).silu()
            scan.gate = nil
            let split = Tensor.selectiveScan(scan)
            #expect((split.output * gate).values == fused.output.values)
            #expect(split.state.values == fused.state.values)
        }
    }

    @Test func `a scan in two parts is the scan of the whole`() {
        let (rows, channels, states) = (77, 20, 16)
        func make(_ shape: [Int], _ seed: UInt64) -> Tensor { inputs(shape, seed: seed, on: Devices.poisoned) }
        let (x, steps, bias) = (make([rows, channels], 1), make([rows, channels], 2), make([channels], 3))
        let a = Tensor.negatedExp(make([channels, states], 4))
        let (b, c) = (make([rows, states], 5), make([rows, states], 6))
        func scan(_ range: Range<Int>, from initial: Tensor?) -> (output: Tensor, state: Tensor) {
            Tensor.selectiveScan(
                SelectiveScan(
                    x: x.rows(range), steps: steps.rows(range), stepBias: bias, a: a, b: b.rows(range),
                    c: c.rows(range), layout: SequenceLayout(lengths: [range.count]), initial: initial))
        }
        let whole = scan(0..<rows, from: nil)
        let first = scan(0..<41, from: nil)
        let second = scan(41..<rows, from: first.state)
        let joined = Tensor.concatenating([first.output, second.output])
        expectClose(joined.values, Naive.doubles(whole.output), within: .sums, named: "output")
        expectClose(second.state.values, Naive.doubles(whole.state), within: .sums, named: "state")
    }
}
