import SSMTensor
import Testing

/// One differentiable operation for the tests that all operations must pass.
struct OperationCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// Shapes of the inputs for about this many rows and columns.
    let shapes: @Sendable (_ rows: Int, _ columns: Int) -> [[Int]]
    /// The least value of the inputs.
    var lowest: Float = -1.5
    let apply: @Sendable ([Tensor]) -> [Tensor]

    var testDescription: String { name }

    func inputs(rows: Int, columns: Int, on device: Device) -> [Tensor] {
        shapes(rows, columns).enumerated().map { index, shape in
            SSMTensorTests.inputs(shape, seed: UInt64(100 + index), on: device, from: lowest)
        }
    }

    static let all = elementwise + arithmetic + products + rows + reductions + sequences + losses

    private static func one(
        _ name: String, lowest: Float = -1.5, _ apply: @escaping @Sendable (Tensor) -> Tensor
    ) -> OperationCase {
        OperationCase(name: name, shapes: { [[$0, $1]] }, lowest: lowest) { [apply($0[0])] }
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
        let shapes: @Sendable (Int, Int) -> [[Int]] = { rows, columns in
            [[rows, columns], broadcast == "same" ? [rows, columns] : broadcast == "row" ? [columns] : [rows, 1]]
        }
        return [
            OperationCase(name: "add \(broadcast)", shapes: shapes) { [$0[0] + $0[1]] },
            OperationCase(name: "subtract \(broadcast)", shapes: shapes) { [$0[0] - $0[1]] },
            OperationCase(name: "multiply \(broadcast)", shapes: shapes) { [$0[0] * $0[1]] },
            OperationCase(name: "divide \(broadcast)", shapes: shapes, lowest: 0.5) { [$0[0] / $0[1]] },
        ]
    }

    private static let products =
        Transposition.allCases.map { transposition in
            OperationCase(
                name: "matmul \(transposition)",
                shapes: { rows, columns in
                    let (isLeft, isRight) = (
                        [.left, .both].contains(transposition), [.right, .both].contains(transposition)
                    )
                    return [isLeft ? [columns, rows] : [rows, columns], isRight ? [5, columns] : [columns, 5]]
                }
            ) { [$0[0].matmul($0[1], transposing: transposition)] }
        } + [
            OperationCase(name: "linear", shapes: { [[$0, $1], [6, $1], [6]] }) { [$0[0].linear($0[1], bias: $0[2])] },
            OperationCase(name: "linear without bias", shapes: { [[$0, $1], [130, $1]] }) { [$0[0].linear($0[1])] },
            OperationCase(name: "linear splitting", shapes: { [[$0, $1], [70, $1]] }) {
                $0[0].linear($0[1], splitting: [3, 0, 65, 2])
            },
            OperationCase(name: "linear splitting, one part used", shapes: { [[$0, $1], [7, $1]] }) {
                [$0[0].linear($0[1], splitting: [3, 4])[1]]
            },
        ]

    private static let rows = [
        one("rows") { $0.rows(($0.rows / 3)..<$0.rows) * 2 },
        one("overlapping rows") { $0.rows(0..<($0.rows / 2)).exp() + $0.rows(($0.rows - $0.rows / 2)..<$0.rows) },
        one("gathered") { tensor in tensor.gathered(rows: (0..<(2 * tensor.rows)).map { $0 * 5 % tensor.rows }) },
        one("columns") { $0.columns(($0.columns / 2)..<$0.columns) },
        OperationCase(name: "concatenating", shapes: { [[$0, $1], [2, $1], [0, $1]] }) { [.concatenating($0)] },
        OperationCase(name: "embedding", shapes: { [[$0 + 1, $1]] }) { inputs in
            [.embedding((0..<200).map { TokenID($0 * 7 % inputs[0].rows) }, table: inputs[0])]
        },
    ]

    private static let reductions = [
        one("sum") { $0.sum() },
        one("rowSums") { $0.rowSums() },
        one("norm") { $0.norm() },
        OperationCase(name: "rowDots", shapes: { [[$0, $1], [$0, $1]] }) { [$0[0].rowDots(with: $0[1])] },
        OperationCase(name: "cosine", shapes: { [[$0, $1], [$1]] }) { [$0[0].cosine(with: $0[1])] },
        one("rmsNorm without weight") { $0.rmsNorm(epsilon: 1e-2) },
        OperationCase(name: "rmsNorm", shapes: { [[$0, $1], [$1]] }) { [$0[0].rmsNorm(weight: $0[1], epsilon: 1e-2)] },
        OperationCase(name: "layerNorm", shapes: { [[$0, $1], [$1], [$1]] }) {
            [$0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: 1e-1)]
        },
        one("a tensor used twice") { $0 * $0 + $0.exp() },
    ]

    private static let losses = [
        OperationCase(name: "crossEntropy", shapes: { [[$0, $1], [11, $1]] }) { inputs in
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
