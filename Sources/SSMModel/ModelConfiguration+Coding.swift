extension ModelConfiguration {
    private enum Key: String, CodingKey {
        case modelType = "model_type"
        case vocabularySize = "vocab_size"
        case width = "hidden_size"
        case layers = "num_hidden_layers"
        case state = "state_size"
        case expand
        case innerWidth = "intermediate_size"
        case convolutionWidth = "conv_kernel"
        case timeStepRank = "time_step_rank"
        case epsilon = "layer_norm_epsilon"
        case tiesEmbeddings = "tie_word_embeddings"
        case usesBias = "use_bias"
        case usesConvolutionBias = "use_conv_bias"
        case activation = "hidden_act"
        case timeStepMinimum = "time_step_min"
        case timeStepMaximum = "time_step_max"
        case timeStepFloor = "time_step_floor"
        case residualInFloat32 = "residual_in_fp32"
        case architectures
    }

    /// Decodes a `config.json` of transformers.
    ///
    /// - Throws: a `DecodingError` that names the key when the file describes another family, a bias in the
    ///   projections, another activation, or a size that is not positive.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func refuse(_ key: Key, _ message: String) -> DecodingError {
            .dataCorruptedError(forKey: key, in: values, debugDescription: "\(key.rawValue): \(message)")
        }
        func size(_ key: Key, default fallback: Int?) throws -> Int {
            let value = try values.decodeIfPresent(Int.self, forKey: key) ?? fallback
            guard let value else { throw refuse(key, "is missing") }
            guard (1...(1 << 30)).contains(value) else { throw refuse(key, "\(value) is not a size") }
            return value
        }
        let type = try values.decodeIfPresent(String.self, forKey: .modelType) ?? "mamba"
        guard type == "mamba" else {
            throw refuse(.modelType, "'\(type)' is another family; this version reads 'mamba'")
        }
        if try values.decodeIfPresent(Bool.self, forKey: .usesBias) ?? false {
            throw refuse(.usesBias, "biases in the projections are not supported")
        }
        if try values.decodeIfPresent(Bool.self, forKey: .usesConvolutionBias) == false {
            throw refuse(.usesConvolutionBias, "a convolution without bias is not supported")
        }
        let activation = try values.decodeIfPresent(String.self, forKey: .activation) ?? "silu"
        guard activation == "silu" else { throw refuse(.activation, "'\(activation)' is not supported, only 'silu'") }
        let width = try size(.width, default: nil)
        let expand = try values.decodeIfPresent(Double.self, forKey: .expand) ?? 2
        guard expand > 0, expand < 1024 else { throw refuse(.expand, "\(expand) is not a factor") }
        let rank: Int
        if let word = try? values.decodeIfPresent(String.self, forKey: .timeStepRank) {
            guard word == "auto" else { throw refuse(.timeStepRank, "'\(word)' is neither a number nor 'auto'") }
            rank = (width + 15) / 16
        } else {
            rank = try size(.timeStepRank, default: (width + 15) / 16)
        }
        let low = try values.decodeIfPresent(Float.self, forKey: .timeStepMinimum) ?? 1e-3
        let high = try values.decodeIfPresent(Float.self, forKey: .timeStepMaximum) ?? 0.1
        guard low > 0, low <= high else { throw refuse(.timeStepMinimum, "\(low)...\(high) is not a range of steps") }
        let epsilon = try values.decodeIfPresent(Double.self, forKey: .epsilon) ?? 1e-5
        self.init(
            vocabularySize: try size(.vocabularySize, default: nil), width: width,
            layers: try size(.layers, default: nil), state: try size(.state, default: 16),
            innerWidth: try size(.innerWidth, default: Int(expand * Double(width))),
            convolutionWidth: try size(.convolutionWidth, default: 4), timeStepRank: rank, epsilon: Float(epsilon),
            tiesEmbeddings: try values.decodeIfPresent(Bool.self, forKey: .tiesEmbeddings) ?? true,
            timeStepRange: low...high,
            timeStepFloor: try values.decodeIfPresent(Float.self, forKey: .timeStepFloor) ?? 1e-4)
        guard state <= 256 else { throw refuse(.state, "\(state) states a channel; at most 256 are supported") }
        guard (2...8).contains(convolutionWidth) else {
            throw refuse(.convolutionWidth, "\(convolutionWidth) is outside the supported widths 2 to 8")
        }
    }

    /// Encodes a `config.json` that transformers reads.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode("mamba", forKey: .modelType)
        try values.encode(["MambaForCausalLM"], forKey: .architectures)
        try values.encode(vocabularySize, forKey: .vocabularySize)
        try values.encode(width, forKey: .width)
        try values.encode(layers, forKey: .layers)
        try values.encode(state, forKey: .state)
        if innerWidth % width == 0 { try values.encode(innerWidth / width, forKey: .expand) }
        try values.encode(innerWidth, forKey: .innerWidth)
        try values.encode(convolutionWidth, forKey: .convolutionWidth)
        try values.encode(timeStepRank, forKey: .timeStepRank)
        try values.encode(Double(String(describing: epsilon)) ?? Double(epsilon), forKey: .epsilon)
        try values.encode(tiesEmbeddings, forKey: .tiesEmbeddings)
        try values.encode(false, forKey: .usesBias)
        try values.encode(true, forKey: .usesConvolutionBias)
        try values.encode("silu", forKey: .activation)
        try values.encode(timeStepRange.lowerBound, forKey: .timeStepMinimum)
        try values.encode(timeStepRange.upperBound, forKey: .timeStepMaximum)
        try values.encode(timeStepFloor, forKey: .timeStepFloor)
        try values.encode(true, forKey: .residualInFloat32)
    }
}
