import CSSMKernels
import Foundation
import Testing

typealias UnaryKernel =
    @Sendable (ssm_path, Int64, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
typealias BinaryKernel =
    @Sendable (ssm_path, Int64, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void

/// An elementwise kernel of one input and what it should compute.
struct UnaryCase: Sendable, CustomTestStringConvertible {
    let name: String
    let kernel: UnaryKernel
    /// The inputs of the accuracy sweep.
    let domain: ClosedRange<Double>
    /// The largest error over the domain, in units of the last place.
    let ulps: Double
    let exact: @Sendable (Double) -> Double

    var testDescription: String { name }

    /// Inputs between the ends of the domain, evenly spread.
    func sweep(_ count: Int) -> [Float] {
        let width = domain.upperBound - domain.lowerBound
        return (0..<count).map { Float(domain.lowerBound + width * Double($0) / Double(max(count - 1, 1))) }
    }

    func run(_ path: Path, _ x: [Float]) -> [Float] {
        let (input, output) = (GuardedFloats(x), GuardedFloats(count: x.count))
        kernel(path.kernel, Int64(x.count), input.pointer, output.pointer)
        return output.result(name)
    }

    // The bounds are what the formulas give: a polynomial or a quotient within one unit, each further product or
    // quotient half a unit more.
    static let all: [UnaryCase] = [
        UnaryCase(name: "exp", kernel: ssm_exp, domain: -87.3...88.7, ulps: 1, exact: Foundation.exp),
        UnaryCase(name: "exp, subnormal", kernel: ssm_exp, domain: -103...(-87.3), ulps: 1, exact: Foundation.exp),
        UnaryCase(name: "log", kernel: ssm_log, domain: 1e-3...20, ulps: 1, exact: Foundation.log),
        UnaryCase(name: "log, subnormal", kernel: ssm_log, domain: 1e-44...1e-38, ulps: 1, exact: Foundation.log),
        UnaryCase(name: "log, large", kernel: ssm_log, domain: 1e3...3e38, ulps: 1, exact: Foundation.log),
        UnaryCase(name: "sigmoid", kernel: ssm_sigmoid, domain: -87...87, ulps: 2.5, exact: Exact.sigmoid),
        UnaryCase(name: "silu", kernel: ssm_silu, domain: -87...87, ulps: 3.5, exact: { $0 * Exact.sigmoid($0) }),
        UnaryCase(name: "softplus", kernel: ssm_softplus, domain: -87...100, ulps: 2, exact: Exact.softplus),
        UnaryCase(name: "relu", kernel: ssm_relu, domain: -3...3, ulps: 0, exact: { max($0, 0) }),
    ]
}

/// Functions in double precision that the C library does not have.
enum Exact {
    @Sendable static func sigmoid(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
    @Sendable static func softplus(_ x: Double) -> Double { x > 20 ? x : log1p(Foundation.exp(x)) }
    @Sendable static func silu(_ x: Double) -> Double { x * sigmoid(x) }
}

/// An elementwise kernel of two inputs and what it should compute.
struct BinaryCase: Sendable, CustomTestStringConvertible {
    let name: String
    let kernel: BinaryKernel
    var tolerance = Tolerance.elementwise
    let exact: @Sendable (Double, Double) -> Double

    var testDescription: String { name }

    func run(_ path: Path, _ a: [Float], _ b: [Float]) -> [Float] {
        let (left, right, output) = (GuardedFloats(a), GuardedFloats(b), GuardedFloats(count: a.count))
        kernel(path.kernel, Int64(a.count), left.pointer, right.pointer, output.pointer)
        return output.result(name)
    }

    static let all: [BinaryCase] = [
        BinaryCase(name: "add", kernel: ssm_add, exact: +),
        BinaryCase(name: "subtract", kernel: ssm_subtract, exact: -),
        BinaryCase(name: "multiply", kernel: ssm_multiply, exact: *),
        BinaryCase(name: "divide", kernel: ssm_divide, exact: /),
        gradient("silu", ssm_silu_backward, of: Exact.silu),
        gradient("softplus", ssm_softplus_backward, of: Exact.softplus),
        gradient("relu", ssm_relu_backward, of: { max($0, 0) }),
    ]

    private static func gradient(
        _ name: String, _ kernel: @escaping BinaryKernel, of function: @escaping @Sendable (Double) -> Double
    ) -> BinaryCase {
        BinaryCase(name: "\(name) backward", kernel: kernel, tolerance: .slope) { x, upstream in
            upstream * finiteDifferences(at: [x]) { function($0[0]) }[0]
        }
    }
}
