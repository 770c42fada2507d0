import Foundation
import SSMContext

/// The texts around the notes of `RwR`.
public struct NoteTexts: Codable, Sendable, Hashable {
    /// What follows the question and asks for a note.
    public var cue: String
    /// What stands between note and answer.
    public var marker: String
    /// The note that says that nothing is there to note.
    public var empty: String
    /// What is answered where the evidence was taken out of the context; nil: nothing is.
    public var abstention: String?
    /// What stands between the notes of several segments.
    public var separator: String
    /// What `content: filler` repeats.
    public var filler: String

    /// Texts; by default the paper's request, and what it leaves open.
    public init(
        cue: String = "\nPlease extract a note relevant to the query:", marker: String = "<|answer|>",
        empty: String = " empty", abstention: String? = nil, separator: String = "\n", filler: String = "."
    ) {
        self.cue = cue
        self.marker = marker
        self.empty = empty
        self.abstention = abstention
        self.separator = separator
        self.filler = filler
    }

    private enum CodingKeys: String, CodingKey {
        case cue, marker, empty, abstention, separator, filler
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func value(_ key: CodingKeys, or present: String) throws -> String {
            try values.decodeIfPresent(String.self, forKey: key) ?? present
        }
        self.init()
        cue = try value(.cue, or: cue)
        marker = try value(.marker, or: marker)
        empty = try value(.empty, or: empty)
        abstention = try values.decodeIfPresent(String.self, forKey: .abstention)
        separator = try value(.separator, or: separator)
        filler = try value(.filler, or: filler)
    }

    /// Encodes every key, so that a saved configuration states all choices.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(cue, forKey: .cue)
        try values.encode(marker, forKey: .marker)
        try values.encode(empty, forKey: .empty)
        try values.encode(abstention, forKey: .abstention)
        try values.encode(separator, forKey: .separator)
        try values.encode(filler, forKey: .filler)
    }

    /// Whether a note says nothing: it is the empty note but for the case of letters and the space around it, or has
    /// no text at all.
    func isEmpty(_ note: String) -> Bool {
        func plain(_ text: String) -> String { text.lowercased().trimmed }
        return plain(note).isEmpty || plain(note) == plain(empty)
    }

    /// Notes in the place of a context.
    func joined(_ notes: [Passage]) -> [Passage] {
        Array(notes.map { [$0] }.joined(separator: [Passage(text: separator)]))
    }

    /// A context with a note before it.
    func before(_ note: Passage, _ context: [Passage]) -> [Passage] {
        [note, Passage(text: separator)] + context
    }

    var objection: (key: String, reason: String)? {
        if cue.isEmpty { return ("cue", "the request for a note must not be empty") }
        if marker.trimmed.isEmpty { return ("marker", "the answer marker needs a text that no note has") }
        if empty.trimmed.isEmpty { return ("empty", "the empty note needs a text, such as ' empty'") }
        if filler.isEmpty { return ("filler", "the filler must not be empty") }
        return nil
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
