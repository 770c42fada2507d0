import CSSMKernels
import Testing

struct ElementwiseTests {
    private let numbers = Numbers(seed: 1)

    @Test(arguments: Path.available, UnaryCase.all)
    func `a function is accurate over its domain`(_ path: Path, _ function: UnaryCase) {
        let x = function.sweep(20_011)
        let worst = zip(x, function.run(path, x)).max { left, right in
            distanceInUlps(left.1, from: function.exact(Double(left.0)))
                < distanceInUlps(right.1, from: function.exact(Double(right.0)))
        }
        guard let (input, output) = worst else { return }
        let exact = function.exact(Double(input))
        #expect(distanceInUlps(output, from: exact) <= function.ulps, "\(output) for \(input) instead of \(exact)")
    }

    @Test(arguments: Path.available, UnaryCase.all)
    func `an element has the same bits wherever it stands`(_ path: Path, _ function: UnaryCase) {
        for size in oddSizes where size <= 131 {
            let x = function.sweep(size)
            let alone = x.flatMap { function.run(path, [$0]) }
            expectSameBits(function.run(path, x), alone, named: "\(function.name) of \(size)")
        }
    }

    @Test(arguments: Path.available, UnaryCase.all)
    func `a function may write over its input`(_ path: Path, _ function: UnaryCase) {
        let x = function.sweep(37)
        let memory = GuardedFloats(x)
        function.kernel(path.kernel, 37, memory.pointer, memory.pointer)
        expectSameBits(memory.result(function.name), function.run(path, x), named: function.name)
    }

    @Test(arguments: Path.available, BinaryCase.all)
    func `a function of two inputs and a gradient match their definition`(_ path: Path, _ function: BinaryCase) {
        for size in oddSizes {
            // Kept away from the kink of relu at 0, where a difference quotient means nothing.
            let a = numbers.uniform("a", size, in: -6...6).map { abs($0) < 0.01 ? 0.5 : $0 }
            let b = numbers.uniform("b", size, in: 0.25...4)
            let exact = zip(a, b).map { function.exact(Double($0), Double($1)) }
            let result = function.run(path, a, b)
            expectClose(result, exact, within: function.tolerance, named: "\(function.name) of \(size)")
            let alone = zip(a, b).flatMap { function.run(path, [$0], [$1]) }
            expectSameBits(result, alone, named: "\(function.name) of \(size), one by one")
        }
    }

    @Test(arguments: Path.available)
    func `limits of the functions are exact`(_ path: Path) throws {
        func value(_ kernel: UnaryKernel, _ x: Float) -> Float {
            let (input, output) = (GuardedFloats([x]), GuardedFloats(count: 1))
            kernel(path.kernel, 1, input.pointer, output.pointer)
            return output.values[0]
        }
        #expect(value(ssm_exp, -.infinity) == 0)
        #expect(value(ssm_exp, -1e30) == 0)
        #expect(value(ssm_exp, 0) == 1)
        #expect(value(ssm_exp, 89) == .infinity)
        #expect(value(ssm_exp, .infinity) == .infinity)
        #expect(value(ssm_log, 0) == -.infinity)
        #expect(value(ssm_log, 1) == 0)
        #expect(value(ssm_log, -1).isNaN)
        #expect(value(ssm_log, .infinity) == .infinity)
        #expect(value(ssm_sigmoid, -.infinity) == 0)
        #expect(value(ssm_sigmoid, 0) == 0.5)
        #expect(value(ssm_sigmoid, .infinity) == 1)
        #expect(value(ssm_silu, -1e30) == 0)
        #expect(value(ssm_silu, 1e30) == 1e30)
        #expect(value(ssm_softplus, -.infinity) == 0)
        #expect(value(ssm_softplus, 20.5) == 20.5)
        #expect(value(ssm_softplus, .infinity) == .infinity)
        for kernel: UnaryKernel in [ssm_exp, ssm_log, ssm_sigmoid, ssm_silu, ssm_softplus, ssm_relu] {
            #expect(value(kernel, .nan).isNaN)
        }
    }

    @Test(arguments: Path.available, oddSizes)
    func `scale, axpy and fill`(_ path: Path, _ size: Int) {
        let (x, y) = (numbers.uniform("x", size), numbers.uniform("y", size))
        let (input, scaled, sum, filled) = (
            GuardedFloats(x), GuardedFloats(count: size), GuardedFloats(y), GuardedFloats(count: size)
        )
        ssm_scale(path.kernel, Int64(size), 1.5, -0.25, input.pointer, scaled.pointer)
        ssm_axpy(path.kernel, Int64(size), -2.5, input.pointer, sum.pointer)
        ssm_fill(path.kernel, Int64(size), 3.25, filled.pointer)
        expectClose(scaled.result("scale"), x.doubles.map { 1.5 * $0 - 0.25 }, within: .elementwise, named: "scale")
        let exact = zip(x.doubles, y.doubles).map { $1 - 2.5 * $0 }
        expectClose(sum.result("axpy"), exact, within: .elementwise, named: "axpy")
        #expect(filled.result("fill").allSatisfy { $0 == 3.25 })
    }
}
