/// The configuration of `DeciMamba`; the keys are those of `defaults.yaml`.
public struct DeciMambaConfiguration: Codable, Sendable, Hashable {
    /// The layers that drop rows, increasing; nil: the middle layer, as the published 130m configurations.
    public var layers: [Int]?
    /// Rows that the first decimating layer keeps, L_base.
    public var baseLength: Int
    /// Each further decimating layer keeps this share of what the one before may keep.
    public var beta: Double
    /// No decimating layer keeps fewer rows, as long as there are as many.
    public var minimum: Int
    /// Number of rows at the end of the prompt that stay, besides all rows behind it.
    public var protected: Int
    /// What ranks the rows.
    public var score: DecimationScore
    /// Share of the lanes that the score `slow` looks at.
    public var slowLanes: Double
    /// Layers that calibration tries, one at a time; nil: every layer.
    public var candidateLayers: [Int]?
    /// Base lengths that calibration tries with each layer; empty: `baseLength` only.
    public var candidateBaseLengths: [Int]
    /// What calibration compares.
    public var criterion: CalibrationCriterion

    /// A configuration; what is left out has the default of `defaults.yaml`.
    public init(
        layers: [Int]? = nil, baseLength: Int = 2000, beta: Double = 0.5, minimum: Int = 20, protected: Int = 1,
        score: DecimationScore = .l2, slowLanes: Double = 0.1, candidateLayers: [Int]? = nil,
        candidateBaseLengths: [Int] = [], criterion: CalibrationCriterion = .score
    ) {
        self.layers = layers
        self.baseLength = baseLength
        self.beta = beta
        self.minimum = minimum
        self.protected = protected
        self.score = score
        self.slowLanes = slowLanes
        self.candidateLayers = candidateLayers
        self.candidateBaseLengths = candidateBaseLengths
        self.criterion = criterion
    }

    private enum CodingKeys: String, CodingKey {
        case layers
        case baseLength = "base-length"
        case beta, minimum, protected, score
        case slowLanes = "slow-lanes"
        case candidateLayers = "candidate-layers"
        case candidateBaseLengths = "candidate-base-lengths"
        case criterion
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        layers = try values.decodeIfPresent([Int].self, forKey: .layers)
        baseLength = try values.decodeIfPresent(Int.self, forKey: .baseLength) ?? baseLength
        beta = try values.decodeIfPresent(Double.self, forKey: .beta) ?? beta
        minimum = try values.decodeIfPresent(Int.self, forKey: .minimum) ?? minimum
        protected = try values.decodeIfPresent(Int.self, forKey: .protected) ?? protected
        score = try values.decodeIfPresent(DecimationScore.self, forKey: .score) ?? score
        slowLanes = try values.decodeIfPresent(Double.self, forKey: .slowLanes) ?? slowLanes
        candidateLayers = try values.decodeIfPresent([Int].self, forKey: .candidateLayers)
        candidateBaseLengths =
            try values.decodeIfPresent([Int].self, forKey: .candidateBaseLengths) ?? candidateBaseLengths
        criterion = try values.decodeIfPresent(CalibrationCriterion.self, forKey: .criterion) ?? criterion
    }

    /// Encodes every key, so that a saved configuration states all choices.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(layers, forKey: .layers)
        try values.encode(baseLength, forKey: .baseLength)
        try values.encode(beta, forKey: .beta)
        try values.encode(minimum, forKey: .minimum)
        try values.encode(protected, forKey: .protected)
        try values.encode(score, forKey: .score)
        try values.encode(slowLanes, forKey: .slowLanes)
        try values.encode(candidateLayers, forKey: .candidateLayers)
        try values.encode(candidateBaseLengths, forKey: .candidateBaseLengths)
        try values.encode(criterion, forKey: .criterion)
    }

    /// The first key whose value makes no sense, and why; nil when all is well.
    var objection: (key: String, reason: String)? {
        if let layers, let reason = DeciMambaConfiguration.objection(toLayers: layers) { return ("layers", reason) }
        if let layers = candidateLayers, let reason = DeciMambaConfiguration.objection(toLayers: layers) {
            return ("candidate-layers", reason)
        }
        if baseLength < 1 { return ("base-length", "\(baseLength) is not a number of rows") }
        if !(beta > 0 && beta <= 1) { return ("beta", "\(beta) is not a share above 0, up to 1") }
        if minimum < 0 { return ("minimum", "\(minimum) is not a number of rows") }
        if protected < 0 { return ("protected", "\(protected) is not a number of rows") }
        if !(slowLanes > 0 && slowLanes <= 1) { return ("slow-lanes", "\(slowLanes) is not a share above 0, up to 1") }
        if let length = candidateBaseLengths.first(where: { $0 < 1 }) {
            return ("candidate-base-lengths", "\(length) is not a number of rows")
        }
        return nil
    }

    private static func objection(toLayers layers: [Int]) -> String? {
        guard let first = layers.first else { return "the list is empty; leave the strategy out instead" }
        guard first >= 0 else { return "layers are counted from 0, not \(first)" }
        guard zip(layers, layers.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return "\(layers) does not increase; list each layer once, in order"
        }
        return nil
    }
}

/// What the layer search of `DeciMamba` compares on the calibration split.
public enum CalibrationCriterion: String, Codable, Sendable, Hashable, CaseIterable {
    /// Accuracy of the answers, higher is better.
    case score
    /// Mean negative log-likelihood of the answers, lower is better: what perplexity compares.
    case loss
}
