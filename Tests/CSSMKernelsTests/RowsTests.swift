import CSSMKernels
import Testing

struct RowsTests {
    private let numbers = Numbers(seed: 6)
    private let indices: [Int64] = [3, 0, 3, 1, 3]

    @Test(arguments: [0, 1, 7, 16, 33])
    func `rows are gathered`(_ columns: Int) {
        let x = numbers.uniform("x", 4 * columns)
        let (input, output) = (GuardedFloats(x), GuardedFloats(count: indices.count * columns))
        ssm_gather_rows(Int64(indices.count), Int64(columns), indices, input.pointer, output.pointer)
        let expected = indices.flatMap { x[Int($0) * columns..<(Int($0) + 1) * columns] }
        expectSameBits(output.result("gathered"), expected, named: "gathered")
    }

    @Test(arguments: [1, 7, 16, 33])
    func `rows are added in order, in a range of columns`(_ columns: Int) {
        let range = columns / 3..<max(columns - columns / 4, 1)
        let (x, before) = (numbers.uniform("x", indices.count * columns), numbers.uniform("y", 4 * columns))
        let (input, output) = (GuardedFloats(x), GuardedFloats(before))
        ssm_scatter_add_rows(
            Int64(indices.count), Int64(columns), indices, input.pointer, output.pointer,
            Int64(range.lowerBound), Int64(range.upperBound))
        var expected = before
        for (row, index) in indices.enumerated() {
            for column in range { expected[Int(index) * columns + column] += x[row * columns + column] }
        }
        expectSameBits(output.result("scattered"), expected, named: "scattered")
    }
}
