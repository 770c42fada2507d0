import SSMTensor
import Testing

/// One differentiable operation for the tests that all operations must pass.
struct OperationCase: Sendable, CustomTestStringConvertible {
    let name: String
    let shapes: [[Axis]]
    /// The least value of the inputs.
    var lowest: Float = -1.5
    let apply: @Sendable ([Tensor]) -> [Tensor]

    var testDescription: String { name }

    func inputs(rows: Int, columns: Int, on device: Device) -> [Tensor] {
        shapes.enumerated().map { index, axes in
            let shape = axes.map { $0.length(rows: rows, columns: columns) }
            return SSMTensorTests.inputs(shape, seed: UInt64(100 + index), on: device, from: lowest)
        }
    }

    static let all = elementwise + arithmetic + products + rows + reductions + sequences + losses

    private static func one(
        _ name: String, lowest: Float = -1.5, _ apply: @escaping @Sendable (Tensor) -> Tensor
    ) -> OperationCase {
        OperationCase(name: name, shapes: [[.rows, .columns]], lowest: lowest) { [apply($0[0])] }
    }

    private static let elementwise = [
        one("exp") { $0.exp() },
        one("log", lowest: 0.3) { $0.log() },
        one("sigmoid") { $0.sigmoid() },
        one("silu") { $0.silu() },
        one("softplus") { $0.softplus() },
        one("relu") { $0.relu() },
        one("negatedExp") { .negatedExp($0) },
        one("number on the right") { ($0 + 2) * 3 - 1.5 },
        one("number on the left") { 2 + (1 - 3 * $0) / 4 },
        one("reshaped") { $0.reshaped([$0.columns, $0.rows]).exp() },
    ]

    private static let arithmetic = ["same", "row", "column"].flatMap { broadcast in
        let other: [Axis] = broadcast == "same" ? [.rows, .columns] : broadcast == "row" ? [.columns] : [.rows, 1]
        let shapes = [[.rows, .columns], other]
        return [
            OperationCase(name: "add \(broadcast)", shapes: shapes) { [$0[0] + $0[1]] },
            OperationCase(name: "subtract \(broadcast)", shapes: shapes) { [$0[0] - $0[1]] },
            OperationCase(name: "multiply \(broadcast)", shapes: shapes) { [$0[0] * $0[1]] },
            OperationCase(name: "divide \(broadcast)", shapes: shapes, lowest: 0.5) { [$0[0] / $0[1]] },
        ]
    }

    private static let products =
        Transposition.allCases.map { transposition in
            let left: [Axis] = [.left, .both].contains(transposition) ? [.columns, .rows] : [.rows, .columns]
            let right: [Axis] = [.right, .both].contains(transposition) ? [5, .columns] : [.columns, 5]
            return OperationCase(name: "matmul \(transposition)", shapes: [left, right]) {
                [$0[0].matmul($0[1], transposing: transposition)]
            }
        } + [
            OperationCase(name: "linear", shapes: [[.rows, .columns], [6, .columns], [6]]) {
                [$0[0].linear($0[1], bias: $0[2])]
            },
            OperationCase(name: "linear without bias", shapes: [[.rows, .columns], [130, .columns]]) {
                [$0[0].linear($0[1])]
            },
            OperationCase(name: "linear splitting", shapes: [[.rows, .columns], [70, .columns]]) {
                $0[0].linear($0[1], splitting: [3, 0, 65, 2])
            },
            OperationCase(name: "linear splitting, one part used", shapes: [[.rows, .columns], [7, .columns]]) {
                [$0[0].linear($0[1], splitting: [3, 4])[1]]
            },
        ]

    private static let rows = [
        one("rows") { $0.rows(($0.rows / 3)..<$0.rows) * 2 },
        one("overlapping rows") { $0.rows(0..<($0.rows / 2)).exp() + $0.rows(($0.rows - $0.rows / 2)..<$0.rows) },
        one("gathered") { tensor in tensor.gathered(rows: (0..<(2 * tensor.rows)).map { $0 * 5 % tensor.rows }) },
        one("columns") { $0.columns(($0.columns / 2)..<$0.columns) },
        OperationCase(name: "concatenating", shapes: [[.rows, .columns], [2, .columns], [0, .columns]]) {
            [.concatenating($0)]
        },
        OperationCase(name: "embedding", shapes: [[.rows, .columns]]) { inputs in
            [
                .embedding(
                    (0..<min(200, 200 * inputs[0].rows)).map { TokenID($0 * 7 % inputs[0].rows) }, table: inputs[0])
            ]
        },
    ]

    private static let reductions = [
        one("sum") { $0.sum() },
        one("rowSums") { $0.rowSums() },
        one("norm") { $0.norm() },
        OperationCase(name: "rowDots", shapes: [[.rows, .columns], [.rows, .columns]]) { [$0[0].rowDots(with: $0[1])] },
        OperationCase(name: "cosine", shapes: [[.rows, .columns], [.columns]]) { [$0[0].cosine(with: $0[1])] },
        one("rmsNorm without weight") { $0.rmsNorm(epsilon: 1e-2) },
        OperationCase(name: "rmsNorm", shapes: [[.rows, .columns], [.columns]]) {
            [$0[0].rmsNorm(weight: $0[1], epsilon: 1e-2)]
        },
        OperationCase(name: "layerNorm", shapes: [[.rows, .columns], [.columns], [.columns]]) {
            [$0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: 1e-1)]
        },
        one("a tensor used twice") { $0 * $0 + $0.exp() },
    ]

    private static let losses = [
        OperationCase(name: "crossEntropy", shapes: [[.rows, .columns], [11, .columns]]) { inputs in
            let rows = inputs[0].rows
            return [
                Tensor.crossEntropy(
                    hidden: inputs[0], head: inputs[1], targets: (0..<rows).map { $0 * 3 % 11 },
                    weights: (0..<rows).map { Float($0 % 3) / 2 }
                ).total
            ]
        },
        one("softmaxCrossEntropy") { logits in
            Tensor.softmaxCrossEntropy(
                logits, targets: (0..<logits.rows).map { $0 % max(logits.columns, 1) },
                weights: (0..<logits.rows).map { Float(1 + $0 % 2) }
            ).total
        },
    ]
}
