import CSSMKernels
import Foundation
import Testing

/// The kernels of maps against the definition, which has no gradient: maps are only looked at.
struct ScanMapTests {
    private let numbers = Numbers(seed: 11)

    /// The operands of one map.
    private struct Operands {
        let rows, state: Int
        let steps, a, b, c: [Float]
        let sums: [Double]

        init(_ numbers: Numbers, rows: Int, state: Int, step: Float) {
            self.rows = rows
            self.state = state
            steps = numbers.uniform("steps", rows, in: 0...step)
            a = numbers.uniform("a", state, in: -4 ... -0.05)
            b = numbers.uniform("b", state * rows)
            c = numbers.uniform("c", rows * state)
            var sum = 0.0
            sums = steps.map {
                sum += Double($0)
                return sum
            }
        }

        /// Entry (row, column) by the definition, in double precision.
        func entry(_ row: Int, _ column: Int) -> Double {
            guard column <= row else { return 0 }
            var sum = 0.0
            for n in 0..<state {
                let decay = exp(Double(a[n]) * (sums[row] - sums[column]))
                let write = Double(steps[column]) * Double(b[n * rows + column])
                sum += Double(c[row * state + n]) * decay * write
            }
            return sum
        }
    }

    private func entries(_ path: Path, _ operands: Operands, rows: [Int], columns: Range<Int>) -> [Float] {
        let (steps, a) = (GuardedFloats(operands.steps), GuardedFloats(operands.a))
        let (b, c) = (GuardedFloats(operands.b), GuardedFloats(operands.c))
        let output = GuardedFloats(count: rows.count * columns.count)
        let indices = rows.map { Int64($0) }
        operands.sums.withUnsafeBufferPointer { sums in
            var map = ssm_scan_map(
                rows: Int64(operands.rows), state: Int64(operands.state), sums: sums.baseAddress, steps: steps.pointer,
                a: a.pointer, b: b.pointer, c: c.pointer)
            ssm_scan_map_rows(
                path.kernel, &map, Int64(rows.count), indices, Int64(columns.lowerBound), Int64(columns.upperBound),
                output.pointer)
        }
        return output.result("map")
    }

    @Test(arguments: Path.available, [1, 3, 16, 17, 37])
    func `entries match the definition`(_ path: Path, _ state: Int) {
        for length in [1, 2, 16, 31, 33, 97] {
            let operands = Operands(numbers, rows: length, state: state, step: 0.2)
            let whole = Array(0..<length)
            let sparse = whole.filter { $0 % 5 == 2 }
            for (rows, columns) in [
                (whole, 0..<length), (whole, (length / 3)..<length), (sparse, 0..<(length / 2)),
                ([length - 1], 0..<length), ([], 0..<length), (whole, 0..<0),
            ] {
                let found = entries(path, operands, rows: rows, columns: columns)
                let expected = rows.flatMap { row in columns.map { operands.entry(row, $0) } }
                let name = "map of \(length) rows, \(state) states, \(rows.count) rows of \(columns)"
                expectClose(found, expected, within: .sumOrder, named: name)
            }
        }
    }

    @Test(arguments: Path.available)
    func `great sums of steps neither overflow nor lose the diagonal`(_ path: Path) {
        // The sums reach 1e5: exponents of columns that are masked would be infinite.
        let operands = Operands(numbers, rows: 131, state: 16, step: 1600)
        #expect(operands.sums[130] > 9e4)
        let found = entries(path, operands, rows: Array(0..<131), columns: 0..<131)
        let expected = (0..<131).flatMap { row in (0..<131).map { operands.entry(row, $0) } }
        expectClose(found, expected, within: .sumOrder, named: "map")
        #expect(found[130 * 131 + 130] != 0)
    }

    @Test(arguments: Path.available)
    func `columns are spread over those before them`(_ path: Path) {
        for (rows, columns, taps) in [(1, 1, 1), (3, 17, 4), (2, 33, 2), (0, 5, 4), (2, 0, 3)] {
            let stride = columns + 5
            let x = numbers.uniform("x", rows * (columns + taps - 1))
            let weights = numbers.uniform("weights", max(0, (taps - 1) * stride + columns))
            let scales = numbers.uniform("scales", rows)
            let (input, factors) = (GuardedFloats(x), GuardedFloats(weights))
            let (rowFactors, output) = (GuardedFloats(scales), GuardedFloats(count: rows * columns))
            ssm_spread_columns(
                path.kernel, Int64(rows), Int64(columns), Int64(taps), Int64(stride), input.pointer, factors.pointer,
                rowFactors.pointer, output.pointer)
            let expected = (0..<rows * columns).map { place -> Double in
                let (row, column) = (place / columns, place % columns)
                var sum = 0.0
                for tap in 0..<taps {
                    let entry = Double(x[row * (columns + taps - 1) + column + tap])
                    sum += entry * Double(weights[tap * stride + column])
                }
                return sum * Double(scales[row])
            }
            expectClose(output.result("spread"), expected, within: .sumOrder, named: "spread \(rows) x \(columns)")
        }
    }

    @Test(arguments: Path.available, oddSizes)
    func `absolute values are added`(_ path: Path, _ count: Int) {
        let (x, y) = (numbers.uniform("x", count), numbers.uniform("y", count))
        let (input, output) = (GuardedFloats(x), GuardedFloats(y))
        ssm_add_absolute(path.kernel, Int64(count), input.pointer, output.pointer)
        let expected = zip(x, y).map { Double(abs($0)) + Double($1) }
        expectClose(output.result("sums"), expected, within: .elementwise, named: "sums")
    }
}
