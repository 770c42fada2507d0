import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// A pass that keeps everything: state, surviving hidden rows and logits.
func pass(
    _ model: LanguageModel, _ sequences: [[TokenID]], from state: ModelState? = nil, hooks: [any ScanHook] = [],
    probes: ProbeSet = .none, protected: RowNames = .none, chunkRows: Int? = nil, meter: CostMeter = CostMeter()
) throws -> ForwardResult {
    try model.forward(
        ForwardRequest(
            stream: TokenStream(sequences, firstPositions: state?.positions),
            sequences: TinyModel.prompts(sequences),
            outputs: ForwardOutputs(state: true, hidden: .surviving, logits: .surviving), protected: protected,
            hooks: hooks, probes: probes, initialState: state, chunkRows: chunkRows),
        meter: meter)
}

extension ForwardResult {
    /// Logits of all surviving rows: (T', V).
    var allLogits: Tensor {
        guard let logits else { preconditionFailure("the pass has no logits") }
        return logits.values
    }

    /// Final rows: (T', D).
    var allHidden: Tensor {
        guard let hidden else { preconditionFailure("the pass has no hidden rows") }
        return hidden.values
    }

    /// State after the pass.
    var finalState: ModelState {
        guard let state else { preconditionFailure("the pass has no state") }
        return state
    }
}

/// Expects two states to be close.
func expectClose(_ actual: ModelState, _ expected: ModelState, named name: String) {
    for (layer, (left, right)) in zip(actual.layers, expected.layers).enumerated() {
        SSMLabTesting.expectClose(
            left.convolution, right.convolution, within: .summationOrder, named: "\(name), convolution \(layer)")
        SSMLabTesting.expectClose(left.scan, right.scan, within: .summationOrder, named: "\(name), scan \(layer)")
    }
}

/// Expects two passes to have the same bits.
func expectSameBits(_ actual: ForwardResult, _ expected: ForwardResult, named name: String) {
    SSMLabTesting.expectSameBits(actual.allLogits, expected.allLogits, named: "\(name), logits")
    SSMLabTesting.expectSameBits(actual.allHidden, expected.allHidden, named: "\(name), hidden rows")
    for (layer, (left, right)) in zip(actual.finalState.layers, expected.finalState.layers).enumerated() {
        SSMLabTesting.expectSameBits(left.convolution, right.convolution, named: "\(name), convolution \(layer)")
        SSMLabTesting.expectSameBits(left.scan, right.scan, named: "\(name), scan \(layer)")
    }
}

/// Multiplies the steps of every layer by 1, which forces the path with separate steps.
struct ScaleByOne: ScanHook {
    var layers: LayerSelection { .all }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        scan.scaleSteps(by: .filled(with: 1, shape: [scan.x.columns], on: scan.x.device))
    }
}

/// Keeps the rows whose positions satisfy a condition, whether protected or not.
struct KeepWhere: ScanHook {
    var layers: LayerSelection
    /// Called with the rows of each sequence and the importance of every row, which is its position.
    var keep: @Sendable (Range<Int>, [Float], RowSet) -> [Int]
    var selectsRows: Bool { true }

    /// Keeps every row that is protected or whose position is a multiple of a number.
    static func multiples(of number: Int, layers: LayerSelection) -> KeepWhere {
        KeepWhere(layers: layers) { rows, positions, protected in
            rows.filter { protected.contains($0) || Int(positions[$0]) % number == 0 }
        }
    }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        Tensor(scan.positions.map(Float.init), shape: [scan.rows], on: scan.x.device)
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(keeping: (0..<layout.count).map { keep(layout.range(of: $0), importance, protected) })
    }
}
