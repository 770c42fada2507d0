/// Names of the parameters, as Hugging Face's checkpoints have them.
package enum ParameterName {
    package static let embedding = "backbone.embeddings.weight"
    package static let finalNorm = "backbone.norm_f.weight"
    package static let head = "lm_head.weight"

    /// Parameters of one block.
    package enum Block: String, CaseIterable, Sendable {
        case norm = "norm.weight"
        case inProjection = "mixer.in_proj.weight"
        case convolutionWeight = "mixer.conv1d.weight"
        case convolutionBias = "mixer.conv1d.bias"
        case xProjection = "mixer.x_proj.weight"
        case stepProjection = "mixer.dt_proj.weight"
        case stepBias = "mixer.dt_proj.bias"
        case aLog = "mixer.A_log"
        case skip = "mixer.D"
        case outProjection = "mixer.out_proj.weight"
    }

    package static func block(_ layer: Int, _ name: Block) -> String {
        "backbone.layers.\(layer).\(name.rawValue)"
    }
}

extension ModelConfiguration {
    /// Name and shape of every parameter, in the order of the layers.
    package var parameterShapes: [(name: String, shape: [Int])] {
        var shapes = [(ParameterName.embedding, [vocabularySize, width])]
        for layer in 0..<layers {
            shapes += ParameterName.Block.allCases.map { (ParameterName.block(layer, $0), shape(of: $0)) }
        }
        shapes.append((ParameterName.finalNorm, [width]))
        if !tiesEmbeddings { shapes.append((ParameterName.head, [vocabularySize, width])) }
        return shapes
    }

    /// Number of parameters; a tied head is counted once.
    public var parameterCount: Int {
        parameterShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// Multiplications and additions of one row's matrix products in all blocks, without the head.
    package var blockFLOPsPerRow: Int {
        let perLayer =
            2 * innerWidth * width + (timeStepRank + 2 * state) * innerWidth + innerWidth * timeStepRank
            + width * innerWidth
        return 2 * layers * perLayer
    }

    /// Multiplications and additions of one row's logits.
    package var headFLOPsPerRow: Int { 2 * vocabularySize * width }

    private func shape(of name: ParameterName.Block) -> [Int] {
        switch name {
        case .norm: [width]
        case .inProjection: [2 * innerWidth, width]
        case .convolutionWeight: [innerWidth, 1, convolutionWidth]
        case .convolutionBias, .stepBias, .skip: [innerWidth]
        case .xProjection: [timeStepRank + 2 * state, innerWidth]
        case .stepProjection: [innerWidth, timeStepRank]
        case .aLog: [innerWidth, state]
        case .outProjection: [width, innerWidth]
        }
    }
}
