import SSMTensor

extension OperationCase {
    /// A layout of so many rows with sequences of different lengths, empty ones among them.
    static func layout(rows: Int) -> SequenceLayout {
        let first = rows / 3
        return SequenceLayout(lengths: [0, first, 0, min(1, rows - first), max(0, rows - first - 1), 0])
    }

    static let sequences = [
        OperationCase(name: "convolution", shapes: { [[$0, $1], [$1, 4], [$1], [6, 3, $1]] }) { inputs in
            let result = Tensor.causalConvolution(
                inputs[0], weight: inputs[1], bias: inputs[2], layout: layout(rows: inputs[0].rows),
                initial: inputs[3], silu: true)
            return [result.output, result.state]
        },
        OperationCase(name: "convolution of width 1, plain", shapes: { [[$0, $1], [$1, 1]] }) { inputs in
            let result = Tensor.causalConvolution(
                inputs[0], weight: inputs[1], bias: nil, layout: layout(rows: inputs[0].rows), silu: false)
            return [result.output, result.state]
        },
        OperationCase(
            name: "scan", shapes: { [[$0, $1], [$0, $1], [$1], [$1, 3], [$0, 3], [$0, 3], [$1], [$0, $1], [6, $1, 3]] }
        ) { inputs in
            let result = Tensor.selectiveScan(
                SelectiveScan(
                    x: inputs[0], steps: inputs[1], stepBias: inputs[2], a: .negatedExp(inputs[3]), b: inputs[4],
                    c: inputs[5], skip: inputs[6], gate: inputs[7], layout: layout(rows: inputs[0].rows),
                    initial: inputs[8]))
            return [result.output, result.state]
        },
        OperationCase(
            name: "plain scan, state unused", shapes: { [[$0, $1], [$0, $1], [$1, 16], [$0, 16], [$0, 16]] }
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
            name: "scan, output unused", shapes: { [[$0, $1], [$0, $1], [$1, 2], [$0, 2], [$0, 2]] }
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
