/// Why the text of an answer ends.
public enum TeacherEnding: Sendable, Hashable {
    /// The model ended it, or a stop text did.
    case finished
    /// The most tokens allowed were written: the text is cut off.
    case length
    /// The server held the text, or the rest of it, back.
    case contentFilter
    /// Another reason, in the server's word; empty where it gave none.
    case other(String)
}

extension TeacherEnding: Codable {
    /// The ending that a server's `finish_reason` names.
    init(reason: String) {
        switch reason {
        case "stop": self = .finished
        case "length": self = .length
        case "content_filter": self = .contentFilter
        default: self = .other(reason)
        }
    }

    /// The server's word for it.
    var reason: String {
        switch self {
        case .finished: "stop"
        case .length: "length"
        case .contentFilter: "content_filter"
        case .other(let reason): reason
        }
    }

    public init(from decoder: any Decoder) throws {
        self.init(reason: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(reason)
    }
}
