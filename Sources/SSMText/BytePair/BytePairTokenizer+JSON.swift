import SSMStore
public import SSMTensor

extension BytePairTokenizer {
    /// The tokenizer of the text of a `tokenizer.json` with a model of type BPE.
    ///
    /// - Parameter endOfText: the id of the token that ends a text, `eos_token_id` of the model; without it, the token
    ///   is looked up among the usual names.
    /// - Throws: `TokenizerError.unsupported` for a component or option that is not implemented here, by its path;
    ///   `TokenizerError.malformed` for a file that is wrong, and where no end of text is found.
    public init(json: String, endOfText: TokenID? = nil) throws(TokenizerError) {
        try self.init(node: TokenizerFile.node(parsing: json), json: json, endOfText: endOfText)
    }

    /// The tokenizer of a file that has been parsed.
    init(node: JSONNode, json: String, endOfText: TokenID?) throws(TokenizerError) {
        let root = try ComponentReader(node, path: "")
        try root.allow(
            "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
            "decoder", "model")
        if let version = try root.optionalString("version"), version != "1.0" {
            throw .unsupported(key: "version", found: JSONNode.quoted(version), supported: "\"1.0\"")
        }
        for name in ["truncation", "padding"] { _ = try root.object(name) }
        let file = try BytePairFile(root.requiredObject("model"))
        let normalizer = try root.object("normalizer").map { reader throws(TokenizerError) in try Normalizer(reader) }
        let preTokenizer = try root.object("pre_tokenizer").map { reader throws(TokenizerError) in
            try PreTokenizer(reader)
        }
        let leavingBytes = preTokenizer?.leavingBytes
        let model = BytePairModel(file, wordsAreBytes: leavingBytes != nil)
        let added = try AddedTokens(root, file: file, normalizer: normalizer)
        let table = TokenTable(file, added: added)
        let postProcessor = try root.object("post_processor").map { reader throws(TokenizerError) in
            try PostProcessor(reader)
        }
        for id in (postProcessor?.before ?? []) + (postProcessor?.after ?? []) where table.text(orNil: id) == nil {
            throw .malformed(key: "post_processor", reason: "the id \(id) is not that of a token")
        }
        decoder = try root.object("decoder").map { reader throws(TokenizerError) in try TokenDecoder(limited: reader) }
        self.normalizer = normalizer
        self.preTokenizer = model.isByteLevel ? leavingBytes : preTokenizer
        self.postProcessor = postProcessor ?? PostProcessor()
        self.model = model
        self.added = added
        self.table = table
        self.json = json
        self.endOfText = try Self.endOfText(endOfText, in: table)
        encoders = WordEncoderPool(model)
    }

    private static let usualEnds = [
        "<|endoftext|>", "</s>", "<|end_of_text|>", "<|im_end|>", "<|eot_id|>", "<eos>", "[EOS]", "<|end|>",
    ]

    private static func endOfText(_ given: TokenID?, in table: TokenTable) throws(TokenizerError) -> TokenID {
        if let given {
            guard table.text(orNil: given) != nil else {
                throw .malformed(key: "added_tokens", reason: "the end of text has the id \(given), which no token has")
            }
            return given
        }
        for name in usualEnds {
            if let id = table.id(of: Array(name.utf8)) { return id }
        }
        throw .malformed(
            key: "added_tokens",
            reason: "none of \(usualEnds.joined(separator: ", ")) is a token; say which token ends a text: "
                + "eos_token_id of the model's config.json")
    }
}
