import CSSMKernels
import Testing

struct ReductionTests {
    private let numbers = Numbers(seed: 3)

    @Test(arguments: Path.available, oddSizes)
    func `sums are accumulated in double precision`(_ path: Path, _ size: Int) {
        let x = numbers.uniform("x", size)
        let input = GuardedFloats(x)
        let bound = 1e-13 * Double(size)
        #expect(abs(ssm_sum(path.kernel, Int64(size), input.pointer) - x.doubles.reduce(0, +)) <= bound)
        let squares = ssm_sum_squares(path.kernel, Int64(size), input.pointer)
        #expect(abs(squares - dot(x.doubles, x.doubles)) <= bound)
    }

    @Test(arguments: Path.available, oddSizes)
    func `the first place of the largest element`(_ path: Path, _ size: Int) {
        // All values are negative, so that lanes beyond the end would win if they counted; few values, so that ties occur.
        let x = numbers.uniform("x", size, in: -9...(-1)).map { $0.rounded() }
        let input = GuardedFloats(x)
        let place = x.max().flatMap { x.firstIndex(of: $0) } ?? -1
        #expect(ssm_argmax(path.kernel, Int64(size), input.pointer) == Int64(place))
    }

    @Test(arguments: Path.available, [0, 1, 5])
    func `reductions of rows`(_ path: Path, _ rows: Int) {
        for columns in oddSizes {
            let a = numbers.uniform("a", rows * columns, in: -2...(-0.5))
            let b = numbers.uniform("b", rows * columns)
            let (left, right) = (GuardedFloats(a), GuardedFloats(b))
            let (dots, sums, largest) = (
                GuardedFloats(count: rows), GuardedFloats(count: rows), GuardedFloats(count: rows)
            )
            let (height, width) = (Int64(rows), Int64(columns))
            ssm_row_dot(path.kernel, height, width, left.pointer, right.pointer, dots.pointer)
            ssm_row_sum(path.kernel, height, width, left.pointer, sums.pointer)
            ssm_row_max(path.kernel, height, width, left.pointer, largest.pointer)
            let rowsOfA = (0..<rows).map { Array(a[$0 * columns..<($0 + 1) * columns]) }
            let rowsOfB = (0..<rows).map { Array(b[$0 * columns..<($0 + 1) * columns]) }
            expectClose(
                dots.result("row dot"), zip(rowsOfA, rowsOfB).map { dot($0.doubles, $1.doubles) }, within: .sumOrder,
                named: "row dot of \(columns)")
            expectClose(
                sums.result("row sum"), rowsOfA.map { $0.doubles.reduce(0, +) }, within: .sumOrder,
                named: "row sum of \(columns)")
            #expect(largest.result("row max") == rowsOfA.map { $0.max() ?? -.infinity })
        }
    }

    @Test(arguments: Path.available, [true, false])
    func `column sums add to what is there, row by row`(_ path: Path, _ isWeighted: Bool) {
        for (rows, columns) in [(0, 5), (1, 1), (3, 16), (7, 33), (40, 97)] {
            let x = numbers.uniform("x", rows * columns)
            let weight = isWeighted ? numbers.uniform("weight", rows * columns) : nil
            let before = numbers.uniform("y", columns)
            let (input, factors, output) = (GuardedFloats(x), weight.map { GuardedFloats($0) }, GuardedFloats(before))
            ssm_column_sum(
                path.kernel, Int64(rows), Int64(columns), input.pointer, factors?.pointer, output.pointer)
            var expected = before
            for index in x.indices { expected[index % columns] += x[index] * (weight?[index] ?? 1) }
            expectSameBits(output.result("column sum"), expected, named: "column sum of \(rows) x \(columns)")
        }
    }

    @Test(arguments: Path.available, oddSizes)
    func `reading sums every element once`(_ path: Path, _ size: Int) {
        let x = numbers.uniform("x", size, in: 0...4).map { $0.rounded() }  // sums of small integers are exact
        let input = GuardedFloats(x)
        #expect(ssm_read(path.kernel, Int64(size), input.pointer) == x.reduce(0, +))
    }
}
