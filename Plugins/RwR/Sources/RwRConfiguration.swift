/// The configuration of `RwR`; the keys are those of `defaults.yaml`.
public struct RwRConfiguration: Codable, Sendable, Hashable {
    /// Where note and answer stand in a training example.
    public var layout: NoteLayout
    /// What stands where a note belongs: the note, or a control.
    public var content: NoteContent
    /// What training examples are made of.
    public var training: NoteTraining
    /// How prompts are answered.
    public var answering: NoteAnswering
    /// The most tokens of a note.
    public var noteTokens: Int
    /// How a context is read in segments.
    public var segments: SegmentSettings
    /// The texts around notes.
    public var texts: NoteTexts
    /// Who makes the notes of training examples.
    public var teacher: NoteTeacher
    /// Who judges the notes of a model that is asked.
    public var verifier: NoteCheck<VerifierRule>
    /// Who finds the passages that are taken out of a context.
    public var locator: NoteCheck<LocatorRule>

    /// A configuration; what is left out has the default of `defaults.yaml`.
    public init(
        layout: NoteLayout = .cotAnswer, content: NoteContent = .notes, training: NoteTraining = NoteTraining(),
        answering: NoteAnswering = .noteFirst, noteTokens: Int = 256, segments: SegmentSettings = SegmentSettings(),
        texts: NoteTexts = NoteTexts(), teacher: NoteTeacher = .oracle,
        verifier: NoteCheck<VerifierRule> = .rule(.contains), locator: NoteCheck<LocatorRule> = .rule(.marked)
    ) {
        self.layout = layout
        self.content = content
        self.training = training
        self.answering = answering
        self.noteTokens = noteTokens
        self.segments = segments
        self.texts = texts
        self.teacher = teacher
        self.verifier = verifier
        self.locator = locator
    }

    private enum CodingKeys: String, CodingKey {
        case layout, content, training, answering
        case noteTokens = "note-tokens"
        case segments, texts, teacher, verifier, locator
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, or present: Value) throws -> Value {
            try values.decodeIfPresent(Value.self, forKey: key) ?? present
        }
        self.init()
        layout = try value(.layout, or: layout)
        content = try value(.content, or: content)
        training = try value(.training, or: training)
        answering = try value(.answering, or: answering)
        noteTokens = try value(.noteTokens, or: noteTokens)
        segments = try value(.segments, or: segments)
        texts = try value(.texts, or: texts)
        teacher = try value(.teacher, or: teacher)
        verifier = try value(.verifier, or: verifier)
        locator = try value(.locator, or: locator)
    }

    /// The first key whose value makes no sense, and why; nil when all is well.
    var objection: (key: String, reason: String)? {
        if noteTokens < 1 { return ("note-tokens", "\(noteTokens) is not a number of tokens above 0") }
        if layout == .answerFirst && answering != .direct {
            return ("answering", "with layout answer-first no note comes before the answer; it has to be direct")
        }
        if content != .notes && training.joined > 0 {
            return ("training.joined", "examples of joined notes have true notes; with another content it has to be 0")
        }
        if teacher.model == nil {
            if verifier != .rule(.contains) { return ("verifier", "only notes of a model that is asked are judged") }
            if locator != .rule(.marked) { return ("locator", "evidence is found only for a model that is asked") }
        }
        if teacher != .oracle && training.partial > 0 {
            return ("training.partial", "a part of the evidence can be noted by the oracle alone")
        }
        for (key, model) in [("teacher", teacher.model), ("verifier", verifier.model), ("locator", locator.model)] {
            if let objection = model?.objection { return ("\(key).\(objection.key)", objection.reason) }
        }
        return training.objection.map { ("training.\($0.key)", $0.reason) }
            ?? segments.objection.map { ("segments.\($0.key)", $0.reason) }
            ?? texts.objection.map { ("texts.\($0.key)", $0.reason) }
    }
}
