import SSMStore
public import SSMTensor

/// A `tokenizer.json` of any kind that this program reads.
public enum TokenizerFile {
    /// The tokenizer of the text of a `tokenizer.json`: a `BytePairTokenizer` or a `WordTokenizer`.
    ///
    /// - Parameter endOfText: the id of the token that ends a text, `eos_token_id` of the model; without it, the token
    ///   is looked up among the usual names.
    /// - Throws: `TokenizerError.malformed` for text that is no tokenizer, `TokenizerError.unsupported` for one with a
    ///   component that is not implemented here, by its name.
    public static func tokenizer(
        json: String, endOfText: TokenID? = nil
    ) throws(TokenizerError) -> any Tokenizer {
        let node = try node(parsing: json)
        switch node.value(at: "model.type") {
        case .string("WordLevel"): return try WordTokenizer(node: node)
        case .string("BPE"): return try BytePairTokenizer(node: node, json: json, endOfText: endOfText)
        // Old files do not say the type of their model.
        case nil where node.value(at: "model.merges") != nil:
            return try BytePairTokenizer(node: node, json: json, endOfText: endOfText)
        case let found:
            throw .unsupported(
                key: "model.type", found: found?.summary ?? "missing", supported: "\"BPE\" and our own \"WordLevel\"")
        }
    }

    static func node(parsing json: String) throws(TokenizerError) -> JSONNode {
        do throws(JSONScanner.Failure) {
            return try JSONNode(parsing: json)
        } catch {
            throw .malformed(key: error.place.map { "line \($0.line)" } ?? "text", reason: error.reason)
        }
    }
}
