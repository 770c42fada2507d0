/// The configuration of `OPRM`; the keys are those of `defaults.yaml`.
public struct OPRMConfiguration: Codable, Sendable, Hashable {
    /// The most tokens of a segment of the context, c.
    public var segment: Int
    /// What tells the segment to answer from.
    public var choice: SegmentChoice
    /// Segments whose answer begins with this text are left out, unless all do; nil: none is.
    public var discard: String?

    /// A configuration; what is left out has the default of `defaults.yaml`.
    public init(segment: Int = 2_000, choice: SegmentChoice = .entropy, discard: String? = nil) {
        self.segment = segment
        self.choice = choice
        self.discard = discard
    }

    private enum CodingKeys: String, CodingKey {
        case segment, choice, discard
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        segment = try values.decodeIfPresent(Int.self, forKey: .segment) ?? segment
        choice = try values.decodeIfPresent(SegmentChoice.self, forKey: .choice) ?? choice
        discard = try values.decodeIfPresent(String.self, forKey: .discard)
    }

    /// Encodes every key, so that a saved configuration states all choices.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(segment, forKey: .segment)
        try values.encode(choice, forKey: .choice)
        try values.encode(discard, forKey: .discard)
    }
}

/// What tells `OPRM` the segment to answer from.
public enum SegmentChoice: String, Codable, Sendable, Hashable, CaseIterable {
    /// The least entropy of the first token of the answer.
    case entropy
    /// The greatest likelihood of the question after the segment.
    case question
}
