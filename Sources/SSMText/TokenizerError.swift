/// What can be wrong with a text, a vocabulary or a `tokenizer.json`.
public enum TokenizerError: Error, Sendable, Hashable {
    /// A piece of a text that is not in the vocabulary; `offset` counts UTF-8 bytes from the start of the text.
    case unknownPiece(String, offset: Int)
    /// An entry of a vocabulary that the tokenizer would never produce as one token.
    case notOnePiece(entry: String)
    /// Text that has to be exactly one token, and is not.
    case notOneToken(text: String, count: Int)
    /// A `tokenizer.json` that cannot be read: `key` is the path of the offending value.
    case malformed(key: String, reason: String)
    /// A `tokenizer.json` of a kind that this reader does not implement.
    case unsupported(key: String, found: String, supported: String)
    /// A regular expression of a `tokenizer.json` that takes too many steps on a text.
    case patternTooSlow(pattern: String)
    /// A component of a `tokenizer.json`, by its key, that makes a text longer without measure.
    case textGrows(component: String)
    /// Bytes that are not UTF-8; `offset` counts bytes from the start of the text.
    case notUTF8(offset: Int)
}

extension TokenizerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownPiece(let piece, let offset):
            "the text has \"\(Self.visible(piece))\" at byte \(offset), which is not in the vocabulary; "
                + "use the vocabulary of the task that made the text"
        case .notOnePiece(let entry):
            "the vocabulary entry \"\(Self.visible(entry))\" is not one token; an entry is a word with or without one "
                + "leading space, a single digit, space, newline or punctuation mark, or a special token <|…|>"
        case .notOneToken(let text, let count):
            "\"\(Self.visible(text))\" has to be one token and is \(count); add it to the vocabulary as one entry"
        case .malformed(let key, let reason):
            "tokenizer.json: \(key): \(reason)"
        case .unsupported(let key, let found, let supported):
            "tokenizer.json: \(key) is \(found); only \(supported) is supported here"
        case .patternTooSlow(let pattern):
            "the regular expression \"\(Self.visible(pattern))\" of tokenizer.json takes too many steps on this text; "
                + "split the text, or use a simpler expression"
        case .textGrows(let component):
            "the \(component) of tokenizer.json makes this text more than \(TextGrowth.factor) times as long; "
                + "a tokenizer that does so is not used"
        case .notUTF8(let offset):
            "the text is not UTF-8 at byte \(offset); convert it to UTF-8 first"
        }
    }

    private static func visible(_ text: String) -> String {
        text.replacing("\n", with: "\\n")
    }
}
