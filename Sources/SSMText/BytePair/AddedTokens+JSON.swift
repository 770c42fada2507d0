import SSMStore
import SSMTensor

extension AddedTokens {
    /// Reads `added_tokens`.
    ///
    /// A token gets the id of the token of the vocabulary with its text, or the next free one: this has to be the id
    /// that the file says. (The package takes its own id without a word.)
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ root: ComponentReader, file: BytePairFile, normalizer: Normalizer?) throws(TokenizerError) {
        guard root.node("added_tokens") != nil else { return }
        var places = ByteMap()
        var next = TokenID(file.entries.count)
        var read: [Token] = []
        for (index, node) in try root.list("added_tokens").enumerated() {
            let reader = try ComponentReader(node, path: "added_tokens.\(index)")
            var token = try Token(reader)
            if token.content.isEmpty { continue }
            if let known = places.find(token.content) {
                guard token.isListed(as: read[Int(known)]) else {
                    throw .malformed(
                        key: reader.path(of: "content"),
                        reason: "\(JSONNode.quoted(String(decoding: token.content, as: UTF8.self))) is listed twice, "
                            + "with other options")
                }
                continue
            }
            if let known = file.vocabulary.find(token.content) {
                token.id = try Self.checked(token.id, known, reader)
            } else {
                token.id = try Self.checked(token.id, next, reader)
                next += 1
            }
            _ = places.insert(token.content, Int32(read.count))
            if token.isNormalized, let normalizer {
                var text = NormalizedText(token.content, isOrigin: true)
                try normalizer.apply(to: &text)
                token.normalized = text.bytes
            }
            read.append(token)
        }
        for (index, token) in read.enumerated() where !add(token) {
            throw .malformed(
                key: "added_tokens.\(index).content",
                reason: "what is looked for, after normalization, is empty or that of another token")
        }
    }

    private static func checked(
        _ found: TokenID, _ expected: TokenID, _ reader: ComponentReader
    ) throws(TokenizerError) -> TokenID {
        guard found == expected else {
            throw .malformed(
                key: reader.path(of: "id"), reason: "it is \(found), and the vocabulary makes it \(expected)")
        }
        return expected
    }
}

extension AddedTokens.Token {
    /// Whether two entries of a file with the same content say the same.
    fileprivate func isListed(as other: AddedTokens.Token) -> Bool {
        id == other.id && isSpecial == other.isSpecial && isSingleWord == other.isSingleWord
            && stripsLeft == other.stripsLeft && stripsRight == other.stripsRight && isNormalized == other.isNormalized
    }

    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        try reader.allow("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special")
        let id = try reader.count("id")
        guard let id = TokenID(exactly: id) else {
            throw .malformed(key: reader.path(of: "id"), reason: "the id \(id) is too large")
        }
        self.id = id
        content = Array(try reader.string("content").utf8)
        normalized = content
        isSpecial = try reader.bool("special")
        isSingleWord = try reader.bool("single_word")
        stripsLeft = try reader.bool("lstrip")
        stripsRight = try reader.bool("rstrip")
        isNormalized = try reader.bool("normalized")
    }
}

extension TokenTable {
    /// The table of a vocabulary and added tokens.
    init(_ file: BytePairFile, added: AddedTokens) {
        var special = ByteMap()
        var count = file.idCount
        for token in added.tokens {
            if token.isSpecial { _ = special.insert(token.content, token.id) }
            count = max(count, Int(token.id) + 1)
        }
        self.init(count: count, ids: file.vocabulary)
        for entry in file.entries {
            set(entry.id, text: entry.text, isSpecial: special.find(entry.text) != nil)
        }
        for token in added.tokens {
            // As the package has it, a special token that normalization changes is not known as one when decoding.
            let text = token.pattern
            set(token.id, text: text, isSpecial: special.find(text) != nil)
            name(token.id, token.content)
        }
    }
}
