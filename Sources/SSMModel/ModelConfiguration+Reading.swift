import SSMStore

extension ModelConfiguration {
    /// The greatest sizes that are read. Known models are far below; above, sums of sizes would overflow.
    enum Limit {
        static let vocabulary = 1 << 24
        static let width = 1 << 20
        static let layers = 1 << 12
        static let state = 256
        static let convolution = 2...8
    }

    /// Reads a `config.json` of transformers or of the original code.
    ///
    /// - Throws: `ModelError.unreadable` that names the file and the key when the file describes another family, something
    ///   that is not implemented, a size that makes no sense, or one size in two ways.
    package init(_ members: ConfigurationMembers) throws(ModelError) {
        let type = try members.string("model_type")
        guard type == nil || type == "mamba" else {
            throw members.fault(
                "model_type",
                "'\(type ?? "")' is another family; this version reads 'mamba' (Mamba-1) as transformers and the original "
                    + "code write it")
        }
        if members.node("quantization_config") != nil {
            throw members.fault("quantization_config", "quantised weights are not read; take F32, F16 or BF16")
        }
        if members.node("mixer_rms_eps") != nil {
            throw members.fault("mixer_rms_eps", "the family is Falcon-Mamba, which this version does not read")
        }
        let original = try OriginalConfiguration(members)
        let hasOtherWidth = members.node("hidden_size") != nil
        if type == nil && original.width != nil && !hasOtherWidth {
            self = try original.configuration(members)
        } else {
            self = try ModelConfiguration(transformers: members)
            try original.check(agreesWith: self, members)
        }
    }

    /// Reads the keys of transformers.
    private init(transformers members: ConfigurationMembers) throws(ModelError) {
        if try members.boolean("use_bias") ?? false {
            throw members.fault("use_bias", "biases in the projections are not supported")
        }
        if try members.boolean("use_conv_bias") == false {
            throw members.fault("use_conv_bias", "a convolution without bias is not supported")
        }
        let activation = try members.string("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw members.fault("hidden_act", "'\(activation)' is not supported, only 'silu'")
        }
        let width = try members.size("hidden_size", in: 1...Limit.width)
        let expand = try members.number("expand") ?? 2
        guard expand > 0, expand < 1024 else { throw members.fault("expand", "\(expand) is not a factor") }
        let low = try members.number("time_step_min").map { Float($0) } ?? 1e-3
        let high = try members.number("time_step_max").map { Float($0) } ?? 0.1
        guard low > 0, low <= high, high.isFinite else {
            throw members.fault("time_step_min", "\(low) to \(high) is not a range of steps")
        }
        self.init(
            vocabularySize: try members.size("vocab_size", in: 1...Limit.vocabulary), width: width,
            layers: try members.size("num_hidden_layers", in: 1...Limit.layers),
            state: try members.size("state_size", in: 1...Limit.state, default: 16),
            innerWidth: try members.size(
                "intermediate_size", in: 1...Limit.width, default: Int(expand * Double(width))),
            convolutionWidth: try members.size("conv_kernel", in: Limit.convolution, default: 4),
            timeStepRank: try members.rank("time_step_rank"),
            epsilon: try members.float("layer_norm_epsilon", in: 0...1, default: 1e-5),
            tiesEmbeddings: try members.boolean("tie_word_embeddings") ?? true, timeStepRange: low...high,
            timeStepFloor: try members.float("time_step_floor", in: 0...1, default: 1e-4))
    }
}

extension ConfigurationMembers {
    /// A number of things.
    ///
    /// - Parameter fallback: what counts when the key is absent; nil: an error.
    func size(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) throws(ModelError) -> Int {
        guard let value = try integer(key) ?? fallback else { throw fault(key, "is missing") }
        guard range.contains(value) else {
            throw fault(key, "\(value) is outside what is supported, \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number in a range.
    func float(_ key: String, in range: ClosedRange<Double>, default fallback: Double) throws(ModelError) -> Float {
        let value = try number(key) ?? fallback
        guard range.contains(value) else {
            throw fault(key, "\(value) is outside what is supported, \(range.lowerBound) to \(range.upperBound)")
        }
        return Float(value)
    }

    /// The rank of the step projection; nil for "auto", a sixteenth of the width.
    func rank(_ key: String) throws(ModelError) -> Int? {
        switch node(key) {
        case nil, .string("auto"): nil
        case .number: try size(key, in: 1...ModelConfiguration.Limit.width)
        case let other?: throw fault(key, "\(other.summary) is neither a number nor \"auto\"")
        }
    }
}
