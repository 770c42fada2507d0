/// What the training examples of `RwR` are made of.
public struct NoteTraining: Codable, Sendable, Hashable {
    /// How many examples, in proportion, have notes in the layout.
    public var notes: Double
    /// How many, in proportion, answer from notes alone, those on all questions of a context together.
    public var joined: Double
    /// How many, in proportion, are as without the strategy.
    public var plain: Double
    /// Share of the questions whose evidence is taken out of the context.
    public var empty: Double
    /// Share of the questions with several pieces of evidence of which some are taken out, at least one and not all.
    public var partial: Double

    /// Proportions and shares.
    public init(
        notes: Double = 1, joined: Double = 0, plain: Double = 0, empty: Double = 0.2, partial: Double = 0
    ) {
        self.notes = notes
        self.joined = joined
        self.plain = plain
        self.empty = empty
        self.partial = partial
    }

    private enum CodingKeys: String, CodingKey {
        case notes, joined, plain, empty, partial
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value(_ key: CodingKeys, or present: Double) throws -> Double {
            try values.decodeIfPresent(Double.self, forKey: key) ?? present
        }
        self.init()
        notes = try value(.notes, or: notes)
        joined = try value(.joined, or: joined)
        plain = try value(.plain, or: plain)
        empty = try value(.empty, or: empty)
        partial = try value(.partial, or: partial)
    }

    var objection: (key: String, reason: String)? {
        for (key, proportion) in [("notes", notes), ("joined", joined), ("plain", plain)]
        where !(proportion >= 0 && proportion.isFinite) {
            return (key, "\(proportion) is not a proportion from 0 on")
        }
        if notes + joined + plain <= 0 { return ("notes", "notes, joined and plain must not all be 0") }
        if !(empty >= 0 && empty <= 1) { return ("empty", "\(empty) is not a share from 0 to 1") }
        if !(partial >= 0 && partial + empty <= 1) {
            return ("partial", "\(partial) is not a share that leaves room for \(empty) without evidence")
        }
        return nil
    }
}
