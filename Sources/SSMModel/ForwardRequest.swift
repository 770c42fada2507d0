/// One pass over a packed batch: what enters, what is wanted, who may interfere.
public struct ForwardRequest: Sendable {
    /// The rows.
    public var stream: TokenStream
    /// What is known of each sequence: (S).
    public var sequences: [SequenceInfo]
    /// What is wanted.
    public var outputs: ForwardOutputs
    /// Rows that no hook may drop. Rows that the outputs name are added.
    public var protected: RowNames
    /// Run in order, outer strategies first.
    public var hooks: [any ScanHook]
    /// Who observes.
    public var probes: ProbeSet
    /// Where the sequences go on; nil: from nothing.
    public var initialState: ModelState?
    /// Whether gradients will be asked for: then the batch is one chunk.
    public var isDifferentiable: Bool
    /// Rows a chunk; nil: the model's own.
    public var chunkRows: Int?
    /// Whether this pass continues a prompt by decoding: it counts as tokens decoded, not as a pass.
    package var isDecoding = false
    /// Owner of each hook; the stack fills it in.
    package var hookOwners: [String] = []

    /// A request.
    public init(
        stream: TokenStream, sequences: [SequenceInfo], outputs: ForwardOutputs, protected: RowNames = .none,
        hooks: [any ScanHook] = [], probes: ProbeSet = .none, initialState: ModelState? = nil,
        isDifferentiable: Bool = false, chunkRows: Int? = nil
    ) {
        precondition(
            sequences.count == stream.layout.count,
            "ForwardRequest: \(sequences.count) descriptions of \(stream.layout.count) sequences")
        self.stream = stream
        self.sequences = sequences
        self.outputs = outputs
        self.protected = protected
        self.hooks = hooks
        self.probes = probes
        self.initialState = initialState
        self.isDifferentiable = isDifferentiable
        self.chunkRows = chunkRows
    }

    /// The rows that may not leave the stream: those that the request protects and those that its outputs name.
    public var protectedNames: RowNames { protected.union(outputs.named) }

    /// Owner of a hook, for messages.
    func owner(ofHook index: Int) -> String {
        index < hookOwners.count ? hookOwners[index] : "\(type(of: hooks[index]))"
    }
}
