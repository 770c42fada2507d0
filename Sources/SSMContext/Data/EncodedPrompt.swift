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

extension EncodedPrompt {
    /// A prompt of these tokens, all of which are context without evidence.
    package init(id: String, tokens: [TokenID]) {
        self.init(
            id: id, tokens: tokens, evidence: Array(repeating: false, count: tokens.count), contextRows: tokens.count)
    }
}

extension Prompt {
    /// The prompt in tokens; each passage, the query and the cue are encoded alone, as in a training example.
    ///
    /// - Parameter addingSpecialTokens: puts the tokens of the tokenizer's post-processor around the whole.
    /// - Throws: `TokenizerError` for text outside the vocabulary.
    public func encoded(
        with tokenizer: any Tokenizer, addingSpecialTokens: Bool = false
    ) throws(TokenizerError) -> EncodedPrompt {
        let around = addingSpecialTokens ? try tokenizer.specialTokens(around: firstText) : (before: [], after: [])
        var tokens = around.before
        var evidence = Array(repeating: false, count: tokens.count)
        func add(_ ids: [TokenID], isEvidence: Bool = false) {
            tokens += ids
            evidence += Array(repeating: isEvidence, count: ids.count)
        }

        if isQueryFirst { add(try tokenizer.encode(query)) }
        for passage in context {
            add(try passage.encoded(with: tokenizer), isEvidence: passage.evidenceFor.contains(questionIndex))
        }
        let contextRows = isQueryFirst ? 0 : tokens.count
        if !isQueryFirst { add(try tokenizer.encode(query)) }
        add(try tokenizer.encode(cue))
        tokens += around.after
        evidence += Array(repeating: false, count: around.after.count)
        return EncodedPrompt(id: id, tokens: tokens, evidence: evidence, contextRows: contextRows)
    }

    /// The first piece that is encoded and not empty; empty where there is none.
    private var firstText: String {
        let pieces = (isQueryFirst ? [query] : []) + context.map(\.text) + [query, cue]
        return pieces.first { !$0.isEmpty } ?? ""
    }
}

extension Tokenizer {
    /// What the post-processor puts before and after the tokens of a text.
    ///
    /// - Edge cases: around nothing, all of it comes before.
    fileprivate func specialTokens(
        around text: String
    ) throws(TokenizerError) -> (before: [TokenID], after: [TokenID]) {
        let plain = try encode(text)
        let whole = try encodeWithSpecialTokens(text)
        guard !plain.isEmpty, let start = whole.indices.first(where: { whole[$0...].starts(with: plain) }) else {
            return (whole, [])
        }
        return (Array(whole[..<start]), Array(whole[(start + plain.count)...]))
    }
}
