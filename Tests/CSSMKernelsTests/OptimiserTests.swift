import CSSMKernels
import Testing

struct OptimiserTests {
    private let numbers = Numbers(seed: 8)

    @Test(arguments: Path.available, oddSizes)
    func `two AdamW steps match the formulas`(_ path: Path, _ size: Int) {
        let start = numbers.uniform("parameter", size)
        let (parameter, m, v) = (
            GuardedFloats(start), GuardedFloats([Float](repeating: 0, count: size)),
            GuardedFloats([Float](repeating: 0, count: size))
        )
        var (exact, mean, square) = (
            start.doubles, [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
        )
        for time in 1...2 {
            let gradient = numbers.uniform("gradient \(time)", size, in: -3...3)
            var (power1, power2) = (0.9, 0.95)
            if time == 2 { (power1, power2) = (power1 * power1, power2 * power2) }
            var step = ssm_adamw(
                learning_rate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weight_decay: 0.1, gradient_scale: 0.5,
                correction1: Float(1 - power1), correction2: Float(1 - power2))
            let input = GuardedFloats(gradient)
            ssm_adamw_step(
                path.kernel, Int64(size), &step, input.pointer, parameter.pointer, m.pointer, v.pointer)
            for index in 0..<size {
                let scaled = 0.5 * Double(gradient[index])
                mean[index] = 0.9 * mean[index] + 0.1 * scaled
                square[index] = 0.95 * square[index] + 0.05 * scaled * scaled
                let root = (square[index] / (1 - power2)).squareRoot() + 1e-8
                exact[index] -= 0.01 * 0.1 * exact[index]
                exact[index] -= 0.01 * mean[index] / (1 - power1) / root
            }
        }
        expectClose(m.result("m"), mean, within: .sumOrder, named: "m")
        expectClose(v.result("v"), square, within: .sumOrder, named: "v")
        expectClose(parameter.result("parameter"), exact, within: .sumOrder, named: "parameter")
    }
}
