public import SSMTensor

/// A Mamba-1 language model: an immutable value of a configuration and its parameters.
///
/// Training makes a new value a step from tracked parameters; reading one is cheap, the weights are shared.
public struct LanguageModel: Sendable {
    /// The shape.
    public let configuration: ModelConfiguration
    /// The parameters by checkpoint name; a tied head is not listed.
    public let parameters: ParameterTree
    /// Low-rank adapters beside the parameters, in training; nil: none.
    public let adapters: LowRankAdapters?
    /// Where it runs.
    public let device: Device
    /// Rows of a chunk when a request does not say: memory of a pass is bounded by it.
    public static let defaultChunkRows = 512

    let blocks: [MambaBlock]
    let embedding: Projection  // (V, D)
    let finalNorm: Tensor  // (D)
    let head: Projection  // (V, D)

    /// A model of these parameters.
    ///
    /// A head that is missing is the embedding. A head that is present and that the configuration ties is dropped.
    ///
    /// - Parameters:
    ///   - adapters: what stands beside some of the parameters.
    ///   - source: what the parameters came from, for messages.
    /// - Throws: `ModelError` naming a tensor that is missing or has another shape, or an adapter that does not fit.
    public init(
        _ configuration: ModelConfiguration, parameters: ParameterTree, adapters: LowRankAdapters? = nil,
        on device: Device, source: String = "model"
    ) throws(ModelError) {
        var checked = ParameterTree()
        for (name, shape) in configuration.parameterShapes {
            guard let tensor = parameters[name] else { throw .missingTensor(name: name, in: source) }
            guard tensor.shape == shape else {
                throw .wrongShape(name: name, expected: shape, found: tensor.shape, in: source)
            }
            checked[name] = tensor
        }
        try adapters?.check(for: configuration)
        self.configuration = configuration
        self.parameters = checked
        self.adapters = adapters
        self.device = device
        blocks = (0..<configuration.layers).map {
            MambaBlock(checked, adapters: adapters, layer: $0, configuration: configuration)
        }
        guard let embedding = checked[ParameterName.embedding], let norm = checked[ParameterName.finalNorm] else {
            preconditionFailure("LanguageModel: checked parameters are missing")
        }
        self.embedding = Projection(ParameterName.embedding, weight: embedding, adapters: adapters)
        finalNorm = norm
        head = Projection(
            ParameterName.head, weight: checked[ParameterName.head] ?? embedding, adapters: adapters)
    }

    /// Runs one pass.
    ///
    /// - Throws: `ModelError` for tokens out of range, a state that does not fit, or a hook that breaks a rule; what a
    ///   hook or a probe throws.
    /// - Complexity: linear in the number of rows; memory bounded by the chunk unless an output, a hook or gradients
    ///   ask for more.
    public func forward(_ request: ForwardRequest, meter: CostMeter) throws -> ForwardResult {
        var pass = try ForwardPass(model: self, request: request, meter: meter)
        return try pass.run()
    }

    /// Logits of rows of the final norm: (T, D) → (T, V).
    public func logits(of hidden: Tensor) -> Tensor {
        head(hidden, nil)
    }

    /// Reads one more token of each sequence.
    ///
    /// - Parameters:
    ///   - tokens: one a sequence (S).
    ///   - hooks: the stack's `decodeHooks`.
    /// - Returns: logits (S, V) and the state after the tokens.
    public func step(
        _ tokens: [TokenID], from state: ModelState, sequences: [SequenceInfo], hooks: [any ScanHook] = [],
        meter: CostMeter
    ) throws -> (logits: Tensor, state: ModelState) {
        try read(tokens.map { [$0] }, from: state, sequences: sequences, hooks: hooks, meter: meter)
    }

    /// Reads more tokens of each sequence by the plain recurrence, as decoding does.
    ///
    /// - Returns: logits after the last token of each sequence (S, V) and the state.
    public func read(
        _ tokens: [[TokenID]], from state: ModelState, sequences: [SequenceInfo], hooks: [any ScanHook] = [],
        meter: CostMeter
    ) throws -> (logits: Tensor, state: ModelState) {
        let stream = TokenStream(tokens, firstPositions: state.positions)
        let last = zip(tokens, state.positions).map { [$1 + Int32($0.count) - 1] }
        var request = ForwardRequest(
            stream: stream, sequences: sequences,
            outputs: ForwardOutputs(state: true, logits: .at(RowNames(last))), hooks: hooks, initialState: state)
        request.isDecoding = true
        let result = try forward(request, meter: meter)
        guard let logits = result.logits, let next = result.state else {
            preconditionFailure("LanguageModel: a pass left out what it was asked for")
        }
        return (logits.values, next)
    }
}
