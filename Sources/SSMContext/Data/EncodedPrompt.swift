public import SSMTensor
public import SSMText

/// A prompt in tokens.
public struct EncodedPrompt: Sendable, Hashable {
    /// The prompt's id.
    public let id: String

    /// The tokens: (L).
    public let tokens: [TokenID]

    /// Whether the answer depends on the row: (L).
    public let evidence: [Bool]

    /// Number of leading rows that all prompts with the same `contextID` share; 0 when the query stands first.
    public let contextRows: Int
}

extension Prompt {
    /// The prompt in tokens; each passage, the query and the cue are encoded alone, as in a training example.
    ///
    /// - Throws: `TokenizerError` for text outside the vocabulary.
    public func encoded(with tokenizer: any Tokenizer) throws(TokenizerError) -> EncodedPrompt {
        var tokens: [TokenID] = []
        var evidence: [Bool] = []
        func add(_ text: String, isEvidence: Bool = false) throws(TokenizerError) {
            let ids = try tokenizer.encode(text)
            tokens += ids
            evidence += Array(repeating: isEvidence, count: ids.count)
        }

        if isQueryFirst { try add(query) }
        for passage in context {
            try add(passage.text, isEvidence: passage.evidenceFor.contains(questionIndex))
        }
        let contextRows = isQueryFirst ? 0 : tokens.count
        if !isQueryFirst { try add(query) }
        try add(cue)
        return EncodedPrompt(id: id, tokens: tokens, evidence: evidence, contextRows: contextRows)
    }
}
