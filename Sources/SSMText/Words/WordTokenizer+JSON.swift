import SSMStore

extension WordTokenizer {
    /// The tokenizer as a Hugging Face `tokenizer.json`: a `WordLevel` model behind a `Split`, decoded by `Fuse`.
    ///
    /// The `tokenizers` package loads it and gives the same ids; where `encode` throws, it raises an error, because the
    /// unknown token that it insists on is not in the vocabulary. (It decodes special tokens only with
    /// `skip_special_tokens=False`.)
    public var json: String {
        let added = special.sorted().map { id in
            """
            {"id": \(id), "content": \(quoted(id)), "single_word": false, "lstrip": false, "rstrip": false, \
            "normalized": false, "special": true}
            """
        }
        let vocabulary = entries.indices.map { "\(quoted(Int32($0))): \($0)" }
        return """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
                \(added.joined(separator: ",\n    "))
              ],
              "normalizer": null,
              "pre_tokenizer": {"type": "Split", "pattern": {"Regex": \(JSONNode.quoted(PieceScanner.pattern))}, \
            "behavior": "Isolated", "invert": false},
              "post_processor": null,
              "decoder": {"type": "Fuse"},
              "model": {
                "type": "WordLevel",
                "vocab": {
                  \(vocabulary.joined(separator: ",\n      "))
                },
                "unk_token": \(JSONNode.quoted(Self.unknownToken))
              }
            }

            """
    }

    /// The tokenizer of a `tokenizer.json` that `json` wrote.
    ///
    /// - Throws: `TokenizerError.unsupported` for a tokenizer of another kind, naming what differs;
    ///   `TokenizerError.malformed` for text that is not JSON or a vocabulary whose ids are not 0 ..< its size.
    public init(json: String) throws(TokenizerError) {
        try self.init(node: TokenizerFile.node(parsing: json))
    }

    /// The tokenizer of a file that has been parsed.
    init(node root: JSONNode) throws(TokenizerError) {
        for (path, expected) in Self.requiredValues {
            let found = root.value(at: path)
            guard let found, found == .string(expected) else {
                throw .unsupported(
                    key: path, found: found?.summary ?? "missing", supported: JSONNode.quoted(expected))
            }
        }
        for path in ["normalizer", "post_processor"] {
            guard let found = root.value(at: path), found != .null else { continue }
            throw .unsupported(key: path, found: found.summary, supported: "null")
        }
        let entries = try Self.entries(of: root)
        guard let end = entries.firstIndex(where: { $0.elementsEqual(Self.endOfTextToken.utf8) }) else {
            throw .malformed(key: "model.vocab", reason: "there is no \(Self.endOfTextToken)")
        }
        self.init(checked: entries, endOfText: Int32(end))
        try checkAddedTokens(of: root)
    }

    private static let unknownToken = "<|unknown|>"

    private static let requiredValues = [
        ("model.type", "WordLevel"), ("pre_tokenizer.type", "Split"),
        ("pre_tokenizer.pattern.Regex", PieceScanner.pattern), ("pre_tokenizer.behavior", "Isolated"),
        ("decoder.type", "Fuse"),
    ]

    private func quoted(_ id: Int32) -> String {
        JSONNode.quoted(String(decoding: entries[Int(id)], as: UTF8.self))
    }

    /// The entries of `model.vocab` by id.
    private static func entries(of root: JSONNode) throws(TokenizerError) -> [ArraySlice<UInt8>] {
        guard case .object(let members) = root.value(at: "model.vocab") else {
            throw .malformed(key: "model.vocab", reason: "it has to be an object")
        }
        var entries = [ArraySlice<UInt8>?](repeating: nil, count: members.count)
        var seen: Set<ArraySlice<UInt8>> = []
        for member in members {
            let bytes = ArraySlice(Array(member.name.utf8))
            guard case .number(let text) = member.value, let id = Int(text), entries.indices.contains(id) else {
                throw .malformed(
                    key: "model.vocab.\(member.name)", reason: "the id has to be a number in 0 ..< \(members.count)")
            }
            guard entries[id] == nil else {
                throw .malformed(key: "model.vocab.\(member.name)", reason: "the id \(id) occurs twice")
            }
            guard seen.insert(bytes).inserted else {
                throw .malformed(key: "model.vocab.\(member.name)", reason: "the token occurs twice")
            }
            guard PieceScanner.isSpecial(bytes) || PieceScanner.isOnePiece(bytes) else {
                throw .notOnePiece(entry: member.name)
            }
            entries[id] = bytes
        }
        return entries.compactMap(\.self)
    }

    /// The special tokens of the file have to be the ones that this tokenizer finds before it splits a text.
    private func checkAddedTokens(of root: JSONNode) throws(TokenizerError) {
        guard case .array(let items) = root.value(at: "added_tokens") else {
            throw .malformed(key: "added_tokens", reason: "it has to be a list")
        }
        var found: Set<Int32> = []
        for (index, item) in items.enumerated() {
            guard case .string(let content) = item.value(at: "content"), case .number(let text) = item.value(at: "id"),
                let token = id(of: content), Int32(text) == token, special.contains(token)
            else {
                throw .malformed(
                    key: "added_tokens.\(index)", reason: "it has to be a special token of model.vocab with its id")
            }
            found.insert(token)
        }
        guard let missing = special.first(where: { !found.contains($0) }) else { return }
        throw .malformed(key: "added_tokens", reason: "the special token \(quoted(missing)) is missing")
    }
}
