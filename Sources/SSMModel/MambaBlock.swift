import SSMTensor

/// One Mamba-1 block: norm, projections, convolution, scan, output projection.
///
/// - Source: Mamba (Gu, Dao, 2023), algorithm 2 and figure 3; names and layouts of the weights as the original
///   checkpoints.
struct MambaBlock {
    let norm: Tensor  // (D)
    let inProjection: Projection  // (2E, D): x, then gate
    let convolutionWeight: Tensor  // (E, K)
    let convolutionBias: Tensor  // (E)
    let xProjection: Projection  // (R + 2N, E): step, B, C
    let stepProjection: Projection  // (E, R)
    let stepBias: Tensor  // (E)
    let a: Tensor  // (E, N), negative
    let skip: Tensor  // (E)
    let outProjection: Projection  // (D, E)
    let configuration: ModelConfiguration

    init(
        _ parameters: ParameterTree, adapters: LowRankAdapters?, layer: Int, configuration: ModelConfiguration
    ) {
        func weight(_ name: ParameterName.Block) -> Tensor {
            let name = ParameterName.block(layer, name)
            guard let tensor = parameters[name] else {
                preconditionFailure("MambaBlock: the checked parameters lack '\(name)'")
            }
            return tensor
        }
        func projection(_ name: ParameterName.Block) -> Projection {
            Projection(ParameterName.block(layer, name), weight: weight(name), adapters: adapters)
        }
        norm = weight(.norm)
        inProjection = projection(.inProjection)
        convolutionWeight = weight(.convolutionWeight)
            .reshaped([configuration.innerWidth, configuration.convolutionWidth])
        convolutionBias = weight(.convolutionBias)
        xProjection = projection(.xProjection)
        stepProjection = projection(.stepProjection)
        stepBias = weight(.stepBias)
        a = Tensor.negatedExp(weight(.aLog))
        skip = weight(.skip)
        outProjection = projection(.outProjection)
        self.configuration = configuration
    }

    /// The scan inputs of a chunk and the state of the convolution after it.
    ///
    /// - Parameters:
    ///   - residual: rows that enter the block (T, D).
    ///   - history: rows before the chunk (sequences, K - 1, E); nil: zero.
    ///   - keys: random numbers of the rows, for adapters that drop inputs; nil: none are dropped.
    ///   - withGate: false when the rows are only scored: half of the input projection is saved.
    ///   - observeInput: sees the rows that enter the convolution (T, E).
    func scanInputs(
        _ residual: Tensor, in chunk: Chunk, history: Tensor?, keys: RowKeys?, withGate: Bool,
        sequences: [SequenceInfo], observeInput: (Tensor) throws -> Void
    ) rethrows -> (scan: ScanInputs, history: Tensor) {
        let inner = configuration.innerWidth
        let state = configuration.state
        let normed = residual.rmsNorm(weight: norm, epsilon: configuration.epsilon)
        let projected: [Tensor] =
            withGate
            ? inProjection(normed, splitting: [inner, inner], keys)
            : [inProjection.outputs(0..<inner)(normed, keys)]
        try observeInput(projected[0])
        let (x, after) = Tensor.causalConvolution(
            projected[0], weight: convolutionWeight, bias: convolutionBias, layout: chunk.layout, initial: history,
            silu: true)
        let parts = xProjection(x, splitting: [configuration.timeStepRank, state, state], keys)
        let scan = ScanInputs(
            x: x, rawSteps: stepProjection(parts[0], keys), b: parts[1], c: parts[2],
            gate: withGate ? projected[1] : nil, a: a, stepBias: stepBias, skip: skip, positions: chunk.positions,
            tokens: chunk.tokens, layout: chunk.layout, sequences: sequences)
        return (scan, after)
    }
}
