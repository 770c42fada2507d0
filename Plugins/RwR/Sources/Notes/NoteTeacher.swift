public import SSMTeacher

/// Who makes the notes of training examples.
public enum NoteTeacher: Codable, Sendable, Hashable {
    /// The marked evidence of the task.
    case oracle
    /// A file of notes that were made before.
    case notes(String)
    /// A model.
    case asked(AskedModel)

    private enum CodingKeys: String, CodingKey {
        case notes
    }

    /// Decodes `oracle`, `{notes: FILE}`, or the mapping of a model.
    public init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            guard name == "oracle" else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription:
                            "'\(name)' is not oracle, {notes: FILE}, or a model with endpoint or checkpoint"))
            }
            self = .oracle
        } else if let path = try decoder.container(keyedBy: CodingKeys.self)
            .decodeIfPresent(String.self, forKey: .notes)
        {
            self = .notes(path)
        } else {
            self = .asked(try AskedModel(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .oracle:
            var container = encoder.singleValueContainer()
            try container.encode("oracle")
        case .notes(let path):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .notes)
        case .asked(let model): try model.encode(to: encoder)
        }
    }
}

extension NoteTeacher {
    /// The model; nil for other teachers.
    var model: AskedModel? {
        guard case .asked(let model) = self else { return nil }
        return model
    }
}

/// Who judges notes, or finds evidence: a rule with a name, or a model.
public enum NoteCheck<Rule: RawRepresentable<String> & Codable & Sendable & Hashable & CaseIterable>: Codable, Sendable,
    Hashable
{
    /// A rule.
    case rule(Rule)
    /// A model.
    case asked(AskedModel)

    /// Decodes the name of a rule, or the mapping of a model.
    public init(from decoder: any Decoder) throws {
        if (try? decoder.singleValueContainer().decode(String.self)) != nil {
            self = .rule(try decoder.singleValueContainer().decode(Rule.self))
        } else {
            self = .asked(try AskedModel(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .rule(let rule): try rule.encode(to: encoder)
        case .asked(let model): try model.encode(to: encoder)
        }
    }

    /// The model; nil where a rule will do.
    var model: AskedModel? {
        guard case .asked(let model) = self else { return nil }
        return model
    }
}

/// How the notes of a teacher are judged without a model.
public enum VerifierRule: String, Codable, Sendable, Hashable, CaseIterable {
    /// A note has to have an answer in it.
    case contains
    /// Every note is taken.
    case none
}

/// How the passages that hold an answer are found without a model.
public enum LocatorRule: String, Codable, Sendable, Hashable, CaseIterable {
    /// The task has marked them.
    case marked
    /// They have an answer in them.
    case contains
}
