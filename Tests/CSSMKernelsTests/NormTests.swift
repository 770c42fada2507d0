import CSSMKernels
import Testing

struct NormTests {
    private let numbers = Numbers(seed: 4)
    private static let shapes = [(0, 3), (1, 1), (2, 7), (3, 16), (3, 17), (2, 97), (1, 131)]
    private static let epsilon: Float = 1e-5

    @Test(arguments: Path.available, shapes)
    func `RMS norm and its gradients`(_ path: Path, _ shape: (rows: Int, columns: Int)) {
        let (rows, columns) = shape
        let (x, weight) = (numbers.uniform("x", rows * columns), numbers.uniform("weight", columns))
        let (dy, before) = (numbers.uniform("dy", rows * columns), numbers.uniform("before", columns))
        let (input, factors, upstream) = (GuardedFloats(x), GuardedFloats(weight), GuardedFloats(dy))
        let (y, scale) = (GuardedFloats(count: x.count), GuardedFloats(count: rows))
        let (dx, dweight) = (GuardedFloats(count: x.count), GuardedFloats(before))
        let (height, width) = (Int64(rows), Int64(columns))
        ssm_rms_norm(
            path.kernel, height, width, NormTests.epsilon, input.pointer, factors.pointer, y.pointer, scale.pointer)
        ssm_rms_norm_backward(
            path.kernel, height, width, input.pointer, factors.pointer, scale.pointer, upstream.pointer, dx.pointer,
            dweight.pointer)
        func norm(_ x: [Double], _ weight: [Double]) -> [Double] {
            NormReference(columns: columns, epsilon: Double(NormTests.epsilon)).rms(x, weight)
        }
        expectClose(y.result("y"), norm(x.doubles, weight.doubles), within: .elementwise, named: "y")
        let slope = finiteDifferences(at: x.doubles) { dot(norm($0, weight.doubles), dy.doubles) }
        // One column alone leaves a difference close to zero of numbers about as large as the scale.
        let largestScale = Double(scale.result("scale").max() ?? 0)
        expectClose(dx.result("dx"), slope, within: .sumOrder, of: largestScale, named: "dx")
        let weightSlope = finiteDifferences(at: weight.doubles) { dot(norm(x.doubles, $0), dy.doubles) }
        let sum = zip(before, weightSlope).map { Double($0) + $1 }
        expectClose(dweight.result("dweight"), sum, within: .sumOrder, named: "dweight")
        expectSameWithoutStatistics(path, shape, y.values, input, factors)
    }

    private func expectSameWithoutStatistics(
        _ path: Path, _ shape: (rows: Int, columns: Int), _ expected: [Float], _ x: GuardedFloats,
        _ weight: GuardedFloats
    ) {
        let y = GuardedFloats(count: expected.count)
        ssm_rms_norm(
            path.kernel, Int64(shape.rows), Int64(shape.columns), NormTests.epsilon, x.pointer, weight.pointer,
            y.pointer, nil)
        expectSameBits(y.result("y"), expected, named: "y without scale")
    }

    @Test(arguments: Path.available, shapes)
    func `layer norm and its gradients`(_ path: Path, _ shape: (rows: Int, columns: Int)) {
        let (rows, columns) = shape
        let x = numbers.uniform("x", rows * columns, in: 1...3)
        let (weight, bias) = (numbers.uniform("weight", columns), numbers.uniform("bias", columns))
        let (dy, before) = (numbers.uniform("dy", rows * columns), numbers.uniform("before", columns))
        let (input, factors, offset, upstream) = (
            GuardedFloats(x), GuardedFloats(weight), GuardedFloats(bias), GuardedFloats(dy)
        )
        let (y, mean, scale) = (GuardedFloats(count: x.count), GuardedFloats(count: rows), GuardedFloats(count: rows))
        let (dx, dweight, dbias) = (GuardedFloats(count: x.count), GuardedFloats(before), GuardedFloats(before))
        let (height, width) = (Int64(rows), Int64(columns))
        ssm_layer_norm(
            path.kernel, height, width, NormTests.epsilon, input.pointer, factors.pointer, offset.pointer, y.pointer,
            mean.pointer, scale.pointer)
        ssm_layer_norm_backward(
            path.kernel, height, width, input.pointer, factors.pointer, mean.pointer, scale.pointer,
            upstream.pointer, dx.pointer, dweight.pointer, dbias.pointer)
        func norm(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> [Double] {
            NormReference(columns: columns, epsilon: Double(NormTests.epsilon)).layer(x, weight, bias)
        }
        let (exactX, exactWeight, exactBias) = (x.doubles, weight.doubles, bias.doubles)
        expectClose(y.result("y"), norm(exactX, exactWeight, exactBias), within: .sumOrder, named: "y")
        let slope = finiteDifferences(at: exactX) { dot(norm($0, exactWeight, exactBias), dy.doubles) }
        expectClose(dx.result("dx"), slope, within: .scanOrder, named: "dx")
        let weightSlope = finiteDifferences(at: exactWeight) { dot(norm(exactX, $0, exactBias), dy.doubles) }
        let weightSum = zip(before, weightSlope).map { Double($0) + $1 }
        expectClose(dweight.result("dweight"), weightSum, within: .sumOrder, named: "dweight")
        let biasSlope = finiteDifferences(at: exactBias) { dot(norm(exactX, exactWeight, $0), dy.doubles) }
        let biasSum = zip(before, biasSlope).map { Double($0) + $1 }
        expectClose(dbias.result("dbias"), biasSum, within: .sumOrder, named: "dbias")
    }
}

/// The norms in double precision, row by row.
struct NormReference {
    let columns: Int
    let epsilon: Double

    func rms(_ x: [Double], _ weight: [Double]) -> [Double] {
        eachRow(x) { row in
            let scale = 1 / (dot(row, row) / Double(columns) + epsilon).squareRoot()
            return row.indices.map { weight[$0] * row[$0] * scale }
        }
    }

    func layer(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> [Double] {
        eachRow(x) { row in
            let mean = row.reduce(0, +) / Double(columns)
            let centered = row.map { $0 - mean }
            let scale = 1 / (dot(centered, centered) / Double(columns) + epsilon).squareRoot()
            return row.indices.map { weight[$0] * centered[$0] * scale + bias[$0] }
        }
    }

    private func eachRow(_ x: [Double], _ body: ([Double]) -> [Double]) -> [Double] {
        stride(from: 0, to: x.count, by: columns).flatMap { body(Array(x[$0..<$0 + columns])) }
    }
}
