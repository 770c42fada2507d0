import SSMContext
import SSMTensor
import SSMText
import Testing

/// Special tokens around a prompt that is encoded in pieces.
@Suite struct SpecialTokenTests {
    /// Puts tokens around every text, as a post-processor does.
    private struct Framing: Tokenizer {
        let base: WordTokenizer
        let before: [TokenID]
        let after: [TokenID]

        var vocabularySize: Int { base.vocabularySize }
        var endOfText: TokenID { base.endOfText }
        var json: String { base.json }
        func encode(_ text: String) throws(TokenizerError) -> [TokenID] { try base.encode(text) }
        func encodeWithSpecialTokens(_ text: String) throws(TokenizerError) -> [TokenID] {
            try before + base.encode(text) + after
        }
        func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
            base.decode(ids, skippingSpecialTokens: skippingSpecialTokens)
        }
        func isSpecial(_ id: TokenID) -> Bool { base.isSpecial(id) }
        func id(of token: String) -> TokenID? { base.id(of: token) }
    }

    private func prompt(_ passages: [String], query: String = "", isQueryFirst: Bool = false) -> Prompt {
        Prompt(
            id: "p", contextID: "p", context: passages.map { Passage(text: $0, evidenceFor: [0]) }, query: query,
            cue: "", isQueryFirst: isQueryFirst, limits: AnswerLimits(maximumTokens: 1))
    }

    @Test(arguments: [([], []), ([0], []), ([0, 1], [2]), ([], [2, 2])] as [([TokenID], [TokenID])])
    func `they stand once around the whole`(_ before: [TokenID], _ after: [TokenID]) throws {
        let base = try WordTokenizer(words: ["<|a|>", "<|b|>", " red", " blue", "?"])
        let tokenizer = Framing(base: base, before: before, after: after)
        for prompt in [
            prompt([" red blue?"]), prompt([" red", " blue"], query: "?"), prompt(["", " red"], query: " blue"),
            prompt([" red"], query: " blue?", isQueryFirst: true), prompt([]),
        ] {
            let encoded = try prompt.encoded(with: tokenizer, addingSpecialTokens: true)
            let plain = try prompt.encoded(with: tokenizer)
            #expect(encoded.tokens == before + plain.tokens + after)
            #expect(encoded.evidence.count == encoded.tokens.count)
            #expect(encoded.evidence.count { $0 } == plain.evidence.count { $0 })
            if !prompt.isQueryFirst, !prompt.context.isEmpty {
                #expect(encoded.contextRows == before.count + plain.contextRows)
            }
        }
    }
}
