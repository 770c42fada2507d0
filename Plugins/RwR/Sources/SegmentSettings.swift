/// How `RwR` reads a context in segments.
public struct SegmentSettings: Codable, Sendable, Hashable {
    /// The most tokens of a segment with its question, the request for a note, and the note.
    public var tokens: Int
    /// Whether empty notes are joined with the others.
    public var keepEmpty: Bool
    /// What is answered from when all notes are empty.
    public var fallback: SegmentFallback

    /// Settings.
    public init(tokens: Int = 6_000, keepEmpty: Bool = false, fallback: SegmentFallback = .lastSegment) {
        self.tokens = tokens
        self.keepEmpty = keepEmpty
        self.fallback = fallback
    }

    private enum CodingKeys: String, CodingKey {
        case tokens
        case keepEmpty = "keep-empty"
        case fallback
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        tokens = try values.decodeIfPresent(Int.self, forKey: .tokens) ?? tokens
        keepEmpty = try values.decodeIfPresent(Bool.self, forKey: .keepEmpty) ?? keepEmpty
        fallback = try values.decodeIfPresent(SegmentFallback.self, forKey: .fallback) ?? fallback
    }

    var objection: (key: String, reason: String)? {
        tokens < 1 ? ("tokens", "\(tokens) is not a number of tokens above 0") : nil
    }
}

/// What `RwR` answers from when no segment has anything to note.
public enum SegmentFallback: String, Codable, Sendable, Hashable, CaseIterable {
    /// The last segment.
    case lastSegment = "last-segment"
    /// The whole context.
    case whole
    /// The empty note.
    case emptyNote = "empty-note"
}
