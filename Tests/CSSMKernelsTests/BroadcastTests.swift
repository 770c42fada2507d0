import CSSMKernels
import Testing

struct BroadcastTests {
    private let numbers = Numbers(seed: 2)

    struct Shape: Sendable, CustomTestStringConvertible {
        let rows: Int
        let columns: Int

        var testDescription: String { "\(rows) x \(columns)" }

        static let all = [0, 1, 3, 17].flatMap { rows in oddSizes.map { Shape(rows: rows, columns: $0) } }
    }

    @Test(arguments: Path.available, Shape.all)
    func `rows and columns are added and multiplied`(_ path: Path, _ shape: Shape) {
        let (rows, columns) = (shape.rows, shape.columns)
        let (x, row, column) = (
            numbers.uniform("x", rows * columns), numbers.uniform("row", columns), numbers.uniform("column", rows)
        )
        let (input, across, down) = (GuardedFloats(x), GuardedFloats(row), GuardedFloats(column))
        func result(_ kernel: BroadcastKernel, _ other: GuardedFloats) -> [Float] {
            let output = GuardedFloats(count: x.count)
            kernel(path.kernel, Int64(rows), Int64(columns), input.pointer, other.pointer, output.pointer)
            return output.result("broadcast")
        }
        func exact(_ value: (Float, Float, Float) -> Float) -> [Float] {
            x.indices.map { value(x[$0], row[$0 % columns], column[$0 / columns]) }
        }
        // One rounding each, so the bits are determined.
        expectSameBits(result(ssm_add_row, across), exact { x, row, _ in x + row }, named: "add row")
        expectSameBits(result(ssm_multiply_row, across), exact { x, row, _ in x * row }, named: "multiply row")
        expectSameBits(result(ssm_add_column, down), exact { x, _, column in x + column }, named: "add column")
        expectSameBits(
            result(ssm_multiply_column, down), exact { x, _, column in x * column }, named: "multiply column")
    }
}

typealias BroadcastKernel = (
    ssm_path, Int64, Int64, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?
) -> Void
