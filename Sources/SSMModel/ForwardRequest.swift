public import SSMTensor

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

    /// Owner of a hook, for messages.
    func owner(ofHook index: Int) -> String {
        index < hookOwners.count ? hookOwners[index] : "\(type(of: hooks[index]))"
    }
}

/// What a forward pass should return.
public struct ForwardOutputs: Sendable {
    /// Rows of which something is wanted.
    public enum Rows: Sendable {
        /// These rows; they are protected.
        case at(RowNames)
        /// Every row that survives.
        case surviving
    }

    /// Whether the state after the last row is wanted.
    public var state: Bool
    /// Rows after the final norm.
    public var hidden: Rows?
    /// Logits of rows.
    public var logits: Rows?
    /// The loss over targets.
    public var loss: LossTargets?

    /// Nothing but what is named.
    public init(state: Bool = false, hidden: Rows? = nil, logits: Rows? = nil, loss: LossTargets? = nil) {
        self.state = state
        self.hidden = hidden
        self.logits = logits
        self.loss = loss
    }

    /// The rows that the outputs name.
    var named: RowNames {
        var names = RowNames.none
        if case .at(let rows) = hidden { names = names.union(rows) }
        if case .at(let rows) = logits { names = names.union(rows) }
        if let loss { names = names.union(loss.requiredRows) }
        return names
    }
}

/// What rows should predict.
public struct LossTargets: Sendable {
    /// The prediction of one row.
    public struct Target: Sendable, Hashable {
        /// Original position of the row.
        public var position: Int32
        /// The token that it should predict.
        public var token: TokenID
        /// Factor of its negative log-likelihood.
        public var weight: Float
        /// Whether the row is protected. A row that is not, and that a strategy drops, does not count.
        public var isRequired: Bool

        /// A target.
        public init(position: Int32, token: TokenID, weight: Float, isRequired: Bool) {
            self.position = position
            self.token = token
            self.weight = weight
            self.isRequired = isRequired
        }
    }

    /// Targets of each sequence, by increasing position.
    public var sequences: [[Target]]

    /// Targets of each sequence, by increasing position.
    public init(_ sequences: [[Target]]) {
        self.sequences = sequences
    }

    var requiredRows: RowNames {
        RowNames(sequences.map { $0.filter(\.isRequired).map(\.position) })
    }
}
