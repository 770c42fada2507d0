import SSMTensor

extension OperationCase {
    /// A layout of so many rows with sequences of different lengths, empty ones among them.
    static func layout(rows: Int) -> SequenceLayout {
        let first = rows / 3
        return SequenceLayout(lengths: [0, first, 0, min(1, rows - first), max(0, rows - first - 1), 0])
    }

    static let sequences = [
        OperationCase(name: "convolution", shapes: [[.rows, .columns], [.columns, 4], [.columns], [6, 3, .columns]]) {
            inputs in
            let result = Tensor.causalConvolution(
                inputs[0], weight: inputs[1], bias: inputs[2], layout: layout(rows: inputs[0].rows),
                initial: inputs[3], silu: true)
            return [result.output, result.state]
        },
        OperationCase(name: "convolution of width 1, plain", shapes: [[.rows, .columns], [.columns, 1]]) { inputs in
            let result = Tensor.causalConvolution(
                inputs[0], weight: inputs[1], bias: nil, layout: layout(rows: inputs[0].rows), silu: false)
            return [result.output, result.state]
        },
        OperationCase(
            name: "scan",
            shapes: [
                [.rows, .columns], [.rows, .columns], [.columns], [.columns, 3], [.rows, 3], [.rows, 3], [.columns],
                [.rows, .columns], [6, .columns, 3],
            ]
        ) { inputs in
            let result = Tensor.selectiveScan(
                SelectiveScan(
                    x: inputs[0], steps: inputs[1], stepBias: inputs[2], a: .negatedExp(inputs[3]), b: inputs[4],
                    c: inputs[5], skip: inputs[6], gate: inputs[7], layout: layout(rows: inputs[0].rows),
                    initial: inputs[8]))
            return [result.output, result.state]
        },
        OperationCase(
            name: "plain scan, state unused",
            shapes: [[.rows, .columns], [.rows, .columns], [.columns, 16], [.rows, 16], [.rows, 16]]
        ) { inputs in
            [
                Tensor.selectiveScan(
                    SelectiveScan(
                        x: inputs[0], steps: inputs[1].sigmoid(), a: .negatedExp(inputs[2]), b: inputs[3],
                        c: inputs[4], layout: layout(rows: inputs[0].rows))
                ).output
            ]
        },
        OperationCase(
            name: "scan, output unused",
            shapes: [[.rows, .columns], [.rows, .columns], [.columns, 2], [.rows, 2], [.rows, 2]]
        ) { inputs in
            [
                Tensor.selectiveScan(
                    SelectiveScan(
                        x: inputs[0], steps: inputs[1].sigmoid(), a: .negatedExp(inputs[2]), b: inputs[3],
                        c: inputs[4], layout: layout(rows: inputs[0].rows))
                ).state
            ]
        },
    ]
}
