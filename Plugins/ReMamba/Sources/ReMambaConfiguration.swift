/// The configuration of `ReMamba`; the keys are those of `defaults.yaml`.
public struct ReMambaConfiguration: Codable, Sendable, Hashable {
    /// Share of the prompt that is compressed, p, when it is read to be answered.
    public var compress: Double
    /// Rows of the prompt that are left uncompressed, instead of a share that is compressed; nil: `compress` says.
    public var leaving: Int?
    /// Memory rows for each row that is compressed, rho.
    public var keep: Double
    /// No fewer memory rows are made, as long as so many rows are compressed.
    public var minimumRows: Int
    /// Share of the prompt before the rows that are compressed, s.
    public var start: Double
    /// Which rows memory is made of.
    public var selection: RowSelectionRule
    /// What the importance of a memory row does.
    public var importance: ImportanceUse
    /// Where the memory rows go.
    public var placement: MemoryPlacement
    /// How gradients reach the importance that scales steps.
    public var importanceGradient: ImportanceGradient
    /// What the networks begin as.
    public var initialisation: InitialBlocks
    /// Tells apart the random choices of otherwise equal strategies.
    public var seed: Int
    /// How the ratios are drawn in training.
    public var training: TrainingRatios

    /// A configuration; what is left out has the default of `defaults.yaml`.
    public init(
        compress: Double = 0.18, leaving: Int? = nil, keep: Double = 0.009, minimumRows: Int = 1, start: Double = 0,
        selection: RowSelectionRule = .top, importance: ImportanceUse = .steps, placement: MemoryPlacement = .replace,
        importanceGradient: ImportanceGradient = .scaled, initialisation: InitialBlocks = .code, seed: Int = 0,
        training: TrainingRatios = TrainingRatios()
    ) {
        self.compress = compress
        self.leaving = leaving
        self.keep = keep
        self.minimumRows = minimumRows
        self.start = start
        self.selection = selection
        self.importance = importance
        self.placement = placement
        self.importanceGradient = importanceGradient
        self.initialisation = initialisation
        self.seed = seed
        self.training = training
    }

    private enum CodingKeys: String, CodingKey {
        case compress, leaving, keep
        case minimumRows = "minimum-rows"
        case start, selection, importance, placement
        case importanceGradient = "importance-gradient"
        case initialisation, seed, training
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, or present: Value) throws -> Value {
            try values.decodeIfPresent(Value.self, forKey: key) ?? present
        }
        self.init()
        compress = try value(.compress, or: compress)
        leaving = try values.decodeIfPresent(Int.self, forKey: .leaving)
        keep = try value(.keep, or: keep)
        minimumRows = try value(.minimumRows, or: minimumRows)
        start = try value(.start, or: start)
        selection = try value(.selection, or: selection)
        importance = try value(.importance, or: importance)
        placement = try value(.placement, or: placement)
        importanceGradient = try value(.importanceGradient, or: importanceGradient)
        initialisation = try value(.initialisation, or: initialisation)
        seed = try value(.seed, or: seed)
        training = try value(.training, or: training)
    }

    /// Encodes every key, so that a saved configuration states all choices.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(compress, forKey: .compress)
        try values.encode(leaving, forKey: .leaving)
        try values.encode(keep, forKey: .keep)
        try values.encode(minimumRows, forKey: .minimumRows)
        try values.encode(start, forKey: .start)
        try values.encode(selection, forKey: .selection)
        try values.encode(importance, forKey: .importance)
        try values.encode(placement, forKey: .placement)
        try values.encode(importanceGradient, forKey: .importanceGradient)
        try values.encode(initialisation, forKey: .initialisation)
        try values.encode(seed, forKey: .seed)
        try values.encode(training, forKey: .training)
    }

    /// Whether the choice needs the importance of every row that may be compressed.
    var ranks: Bool { [.top, .oracle].contains(selection) }

    /// The first key whose value makes no sense, and why; nil when all is well.
    var objection: (key: String, reason: String)? {
        if !(compress > 0 && compress <= 1) { return ("compress", "\(compress) is not a share above 0, up to 1") }
        if let leaving, leaving < 0 { return ("leaving", "\(leaving) is not a number of rows") }
        if !(keep > 0 && keep <= 1) { return ("keep", "\(keep) is not a share above 0, up to 1") }
        if minimumRows < 1 { return ("minimum-rows", "\(minimumRows) is not a number of rows above 0") }
        if !(start >= 0 && start < 1) { return ("start", "\(start) is not a share from 0, below 1") }
        return training.objection.map { ("training.\($0.key)", $0.reason) }
    }
}

/// Which rows of the region `ReMamba` makes memory of.
public enum RowSelectionRule: String, Codable, Sendable, Hashable, CaseIterable {
    /// Those whose keys are most like the query of the prompt's last row.
    case top
    /// A random choice without replacement: a control.
    case random
    /// Rows at even distances: a control.
    case fixed
    /// The marked evidence first, then as `top`: a control.
    case oracle
}

/// What the importance of a memory row does in `ReMamba`.
public enum ImportanceUse: String, Codable, Sendable, Hashable, CaseIterable {
    /// It scales the row's raw steps in every layer, to which an offset is added: selective adaptation.
    case steps
    /// Its softmax over the memory rows of the sequence multiplies the row.
    case values
    /// Nothing: the importance only chooses.
    case none
}

/// Where the memory rows of `ReMamba` go.
public enum MemoryPlacement: String, Codable, Sendable, Hashable, CaseIterable {
    /// In the place of the rows that they are made of; the others of the region leave.
    case replace
    /// Behind the prompt, from which nothing leaves.
    case append
}

/// How gradients reach the importance that scales steps in `ReMamba`.
public enum ImportanceGradient: String, Codable, Sendable, Hashable, CaseIterable {
    /// Multiplied by the importance, as the paper says.
    case scaled
    /// As they are.
    case `true`
}

/// What the networks of `ReMamba` begin as.
public enum InitialBlocks: String, Codable, Sendable, Hashable, CaseIterable {
    /// As the authors' code: the value is made of the first layer's out_proj, query and key of its in_proj.
    case code
    /// As the paper: all are made of in_proj.
    case paper
}
