import CSSMKernels
import Foundation
import Testing

struct LossTests {
    private let numbers = Numbers(seed: 7)

    @Test(arguments: Path.available, [1, 2, 7, 16, 33, 131, 1009])
    func `cross entropy and its gradient`(_ path: Path, _ columns: Int) {
        let rows = 3
        // Far apart, so that a maximum that is not taken out would overflow.
        let logits = numbers.uniform("logits", rows * columns, in: -200...200)
        let targets = (0..<rows).map { Int64(($0 * 5) % columns) }
        let weights: [Float] = [1, 0, 0.25]
        let (values, losses) = (GuardedFloats(logits), GuardedFloats(count: rows))
        ssm_softmax_cross_entropy(
            path.kernel, Int64(rows), Int64(columns), values.pointer, targets, weights, losses.pointer)
        var (exactLosses, slopes): ([Double], [Double]) = ([], [])
        for row in 0..<rows {
            let own = logits[row * columns..<(row + 1) * columns].map(Double.init)
            let largest = own.max() ?? 0
            let sum = own.reduce(0) { $0 + exp($1 - largest) }
            let (weight, target) = (Double(weights[row]), Int(targets[row]))
            exactLosses.append(weight * (log(sum) + largest - own[target]))
            slopes += own.indices.map { weight * (exp(own[$0] - largest) / sum - ($0 == target ? 1 : 0)) }
        }
        expectClose(losses.result("losses"), exactLosses, within: .elementwise, named: "losses")
        // A gradient is a difference of numbers up to the largest weight, 1.
        expectClose(values.result("gradients"), slopes, within: .sumOrder, of: 1, named: "gradients")
    }

    @Test(arguments: Path.available)
    func `the gradient is the derivative of the loss`(_ path: Path) {
        let logits = numbers.uniform("logits", 19, in: -3...3)
        let (values, loss) = (GuardedFloats(logits), GuardedFloats(count: 1))
        ssm_softmax_cross_entropy(path.kernel, 1, 19, values.pointer, [4], [0.5], loss.pointer)
        let slope = finiteDifferences(at: logits.doubles) { point in
            0.5 * (log(point.reduce(0) { $0 + exp($1) }) - point[4])
        }
        expectClose(values.result("gradient"), slope, within: .sumOrder, named: "gradient")
    }
}
