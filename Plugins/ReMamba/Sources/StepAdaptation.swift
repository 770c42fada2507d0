import SSMContext
import SSMModel
import SSMTensor

/// Scales the raw steps of the memory rows by their importance and adds the layer's offset.
///
/// The bias of the steps is added behind, so that an importance of 0 gives softplus(offset + bias), not a step of 0.
///
/// - Source: the authors' selective scan; the paper's equation 8 is silent on the bias.
struct StepAdaptation: ScanHook {
    private let importance: Tensor  // (memory rows)
    private let offsets: [Tensor]  // one (E) a layer
    private let firstToken: TokenID

    var layers: LayerSelection { .all }

    /// - Parameters:
    ///   - importance: of each memory row.
    ///   - firstToken: of the first memory row; each further one has the next lower token.
    /// - Throws: `StrategyError.missingParameters` when the offset of a layer is not there.
    init(importance: Tensor, firstToken: TokenID, parameters: ParameterTree, layers: Int) throws(StrategyError) {
        self.importance = importance
        self.firstToken = firstToken
        var offsets: [Tensor] = []
        for layer in 0..<layers { offsets.append(try parameters.tensor(StepAdaptation.offsetName(of: layer))) }
        self.offsets = offsets
    }

    static func offsetName(of layer: Int) -> String { "offset.\(layer)" }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        let known = (firstToken - TokenID(importance.count) + 1)...firstToken
        var pieces: [Tensor] = []
        var row = 0
        while row < scan.rows {
            let isMemory = known.contains(scan.tokens[row])
            let end = scan.tokens[row...].firstIndex { known.contains($0) != isMemory } ?? scan.rows
            let steps = scan.rawSteps.rows(row..<end)
            if isMemory {
                let factors = importance.gathered(rows: scan.tokens[row..<end].map { Int(firstToken - $0) })
                pieces.append(steps * factors.reshaped([end - row, 1]) + offsets[layer])
            } else {
                pieces.append(steps)
            }
            row = end
        }
        if pieces.count == 1 {
            scan.rawSteps = pieces[0]
        } else if pieces.count > 1 {
            scan.rawSteps = .concatenating(pieces)
        }
    }
}
