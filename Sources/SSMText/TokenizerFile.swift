import SSMStore

/// A `tokenizer.json` of any kind that this program reads.
public enum TokenizerFile {
    /// The tokenizer of the text of a `tokenizer.json`.
    ///
    /// - Throws: `TokenizerError.malformed` for text that is no tokenizer, `TokenizerError.unsupported` for one with a
    ///   component that is not implemented here, by its name.
    public static func tokenizer(json: String) throws(TokenizerError) -> any Tokenizer {
        try WordTokenizer(node: node(parsing: json))
    }

    static func node(parsing json: String) throws(TokenizerError) -> JSONNode {
        do throws(JSONScanner.Failure) {
            return try JSONNode(parsing: json)
        } catch {
            throw .malformed(key: error.place.map { "line \($0.line)" } ?? "text", reason: error.reason)
        }
    }
}
