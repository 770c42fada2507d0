import SSMStore

/// What a `config.json` says with the keys of the original code; nil where it says nothing.
///
/// Models that were converted for transformers have these keys too, beside those of transformers.
///
/// - Source: state-spaces/mamba, `MambaConfig` and the parameters of `Mamba`.
struct OriginalConfiguration {
    /// `d_model`.
    let width: Int?
    private let layers: Int?
    private let tiesEmbeddings: Bool?
    private let block: Block

    /// Under `ssm_cfg`: what is given to each block.
    private struct Block {
        var state: Int?
        var convolutionWidth: Int?
        var expand: Double?
        var timeStepRank: Int?
        var low: Double?
        var high: Double?
        var floor: Double?
    }

    /// Reads the keys that are there.
    ///
    /// - Throws: `ModelError.unreadable` for what cannot be run.
    init(_ members: ConfigurationMembers) throws(ModelError) {
        width = try members.optionalSize("d_model", in: 1...ModelConfiguration.Limit.width)
        layers = try members.optionalSize("n_layer", in: 1...ModelConfiguration.Limit.layers)
        tiesEmbeddings = try members.boolean("tie_embeddings")
        if try members.boolean("rms_norm") == false {
            throw members.fault("rms_norm", "a model with LayerNorm is not supported, only RMSNorm")
        }
        if let inner = try members.integer("d_intermediate"), inner != 0 {
            throw members.fault("d_intermediate", "blocks with an MLP (here of width \(inner)) are not supported")
        }
        if let attention = try members.array("attn_layer_idx"), !attention.isEmpty {
            throw members.fault("attn_layer_idx", "layers with attention (here \(attention.count)) are not supported")
        }
        block = try members.object("ssm_cfg").map { inner throws(ModelError) in try Self.block(inner) } ?? Block()
    }

    private static func block(_ members: ConfigurationMembers) throws(ModelError) -> Block {
        let layer = try members.string("layer") ?? "Mamba1"
        guard layer == "Mamba1" else {
            throw members.fault("layer", "'\(layer)' is another family; this version reads 'Mamba1'")
        }
        let known = [
            "layer", "d_state", "d_conv", "expand", "dt_rank", "dt_min", "dt_max", "dt_init", "dt_scale",
            "dt_init_floor", "conv_bias", "bias", "use_fast_path",
        ]
        if let other = members.members.first(where: { !known.contains($0.name) }) {
            throw members.fault(other.name, "is unknown; known are \(known.joined(separator: ", "))")
        }
        if try members.boolean("bias") ?? false {
            throw members.fault("bias", "biases in the projections are not supported")
        }
        if try members.boolean("conv_bias") == false {
            throw members.fault("conv_bias", "a convolution without bias is not supported")
        }
        let expand = try members.number("expand")
        guard expand.map({ $0 > 0 && $0 < 1024 }) ?? true else {
            throw members.fault("expand", "\(expand ?? 0) is not a factor")
        }
        return Block(
            state: try members.optionalSize("d_state", in: 1...ModelConfiguration.Limit.state),
            convolutionWidth: try members.optionalSize("d_conv", in: ModelConfiguration.Limit.convolution),
            expand: expand, timeStepRank: try members.rank("dt_rank"), low: try members.number("dt_min"),
            high: try members.number("dt_max"), floor: try members.number("dt_init_floor"))
    }

    /// The configuration of a file that has no keys of transformers.
    ///
    /// The embedding has `vocab_size` rows, rounded up to a multiple of `pad_vocab_size_multiple`.
    func configuration(_ members: ConfigurationMembers) throws(ModelError) -> ModelConfiguration {
        let width = try members.size("d_model", in: 1...ModelConfiguration.Limit.width)
        let vocabulary = try members.size("vocab_size", in: 1...ModelConfiguration.Limit.vocabulary)
        let multiple = try members.size("pad_vocab_size_multiple", in: 1...1 << 16, default: 8)
        let range = (low: Float(block.low ?? 1e-3), high: Float(block.high ?? 0.1))
        guard range.low > 0, range.low <= range.high, range.high.isFinite else {
            throw members.fault("ssm_cfg.dt_min", "\(range.low) to \(range.high) is not a range of steps")
        }
        let inner = Int((block.expand ?? 2) * Double(width))
        guard (1...ModelConfiguration.Limit.width).contains(inner) else {
            throw members.fault("ssm_cfg.expand", "the inner width \(inner) is not supported")
        }
        return ModelConfiguration(
            vocabularySize: (vocabulary + multiple - 1) / multiple * multiple, width: width,
            layers: try members.size("n_layer", in: 1...ModelConfiguration.Limit.layers), state: block.state ?? 16,
            innerWidth: inner, convolutionWidth: block.convolutionWidth ?? 4, timeStepRank: block.timeStepRank,
            tiesEmbeddings: tiesEmbeddings ?? true, timeStepRange: range.low...range.high,
            timeStepFloor: Float(min(max(block.floor ?? 1e-4, 0), 1)))
    }

    /// Refuses a file that says one thing with the keys of transformers and another one with these.
    func check(agreesWith found: ModelConfiguration, _ members: ConfigurationMembers) throws(ModelError) {
        func compare<Value: Equatable>(
            _ key: String, _ own: Value?, _ other: String, _ value: Value
        ) throws(ModelError) {
            guard let own, own != value else { return }
            throw members.fault(
                key, "\(own) does not agree with \(other), \(value); both name the same, remove the wrong one")
        }
        try compare("d_model", width, "hidden_size", found.width)
        try compare("n_layer", layers, "num_hidden_layers", found.layers)
        try compare("tie_embeddings", tiesEmbeddings, "tie_word_embeddings", found.tiesEmbeddings)
        try compare("ssm_cfg.d_state", block.state, "state_size", found.state)
        try compare("ssm_cfg.d_conv", block.convolutionWidth, "conv_kernel", found.convolutionWidth)
        try compare("ssm_cfg.dt_rank", block.timeStepRank, "time_step_rank", found.timeStepRank)
        let inner = block.expand.map { Int($0 * Double(found.width)) }
        try compare("ssm_cfg.expand, an inner width of", inner, "intermediate_size", found.innerWidth)
    }
}

extension ConfigurationMembers {
    fileprivate func optionalSize(_ key: String, in range: ClosedRange<Int>) throws(ModelError) -> Int? {
        try integer(key) == nil ? nil : size(key, in: range)
    }
}
