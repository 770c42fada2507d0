import SSMTensor
import SSMText
import Testing

@Suite struct StreamingDecoderTests {
    private func pieces(
        _ ids: [TokenID], _ tokenizer: any Tokenizer, skippingSpecialTokens: Bool = false
    ) -> [String] {
        var decoder = StreamingDecoder(tokenizer, skippingSpecialTokens: skippingSpecialTokens)
        return ids.map { decoder.append($0) } + [decoder.finish()]
    }

    /// Random tokens: half of them from a text, so that whole characters, cut ones and nonsense all occur.
    private func randomTokens(_ tokenizer: ByteTokenizer, seed: UInt64) -> [TokenID] {
        var generator = RandomKey(seed: seed).generator
        let parts = ["é", "日本", "🙂", "a", " ", "\u{FFFD}", "👩‍👩‍👧"].map { tokenizer.encode($0) }
        return (0..<(generator.below(120))).flatMap { _ in
            generator.below(2) == 0
                ? parts[generator.below(parts.count)] : [TokenID(generator.below(tokenizer.vocabularySize))]
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `the pieces are the text of all tokens`(_ hasFallback: Bool, _ skipping: Bool) {
        let tokenizer = ByteTokenizer(hasFallback: hasFallback)
        for seed in 0..<2000 {
            let ids = randomTokens(tokenizer, seed: UInt64(seed))
            let text = pieces(ids, tokenizer, skippingSpecialTokens: skipping).joined()
            let whole = tokenizer.decode(ids, skippingSpecialTokens: skipping)
            #expect(text.utf8.elementsEqual(whole.utf8), "seed \(seed): \(ids)")
        }
    }

    @Test func `the pieces of words are the words at once`() throws {
        let tokenizer = try WordTokenizer(words: WordTokenizerTests.words)
        var generator = RandomKey(seed: 3).generator
        let ids = (0..<500).map { _ in TokenID(generator.below(tokenizer.vocabularySize)) }
        #expect(pieces(ids, tokenizer) == ids.map { tokenizer.decode([$0]) } + [""])
        let shown = ids.filter { !tokenizer.isSpecial($0) }
        #expect(shown.count < ids.count)
        #expect(
            pieces(ids, tokenizer, skippingSpecialTokens: true)
                == ids.map { tokenizer.isSpecial($0) ? "" : tokenizer.decode([$0]) } + [""])
    }

    @Test func `a character comes when its last byte does`() {
        let tokenizer = ByteTokenizer(hasFallback: false)
        #expect(pieces(tokenizer.encode("a🙂é"), tokenizer) == ["a", "", "", "", "🙂", "", "é", ""])
        #expect(pieces([0xF0, 0x9F, 0x41], tokenizer) == ["", "", "\u{FFFD}A", ""])
        #expect(pieces([0xF0, 0x9F], tokenizer) == ["", "", "\u{FFFD}"])
    }

    @Test func `special tokens that are skipped do not part the bytes of a character`() {
        let tokenizer = ByteTokenizer(hasFallback: false)
        let ids = [0xE2] + Array(repeating: ByteTokenizer.special, count: 40) + [0x82, 0xAC]
        #expect(pieces(ids, tokenizer, skippingSpecialTokens: true).joined() == "€")
        #expect(pieces(ids, tokenizer).joined() == tokenizer.decode(ids))
    }

    @Test func `a run of fallback bytes waits for its end, spaces at the start are stripped once`() {
        let tokenizer = ByteTokenizer(hasFallback: true)
        let word: TokenID = 259
        #expect(pieces([word] + tokenizer.encode("é") + [word], tokenizer) == ["word", "", "", "é word", ""])
        #expect(pieces([word, 0xC3, word], tokenizer) == ["word", "", "\u{FFFD} word", ""])
        #expect(pieces([word, 0xC3, 0xC3, 0xA9], tokenizer).last == "\u{FFFD}\u{FFFD}\u{FFFD}")
        let spaces = [TokenID](repeating: 257, count: 100)
        #expect(pieces(spaces, tokenizer).joined() == String(repeating: " ", count: 99))
    }

    @Test func `a token costs the same at the end of a long text as at its start`() {
        // Each token is decoded about twice in windows of at most 17, whatever stands before.
        let counter = CountingTokenizer(base: ByteTokenizer(hasFallback: false))
        var decoder = StreamingDecoder(counter, skippingSpecialTokens: false)
        var generator = RandomKey(seed: 4).generator
        for _ in 0..<20_000 { _ = decoder.append(TokenID(generator.below(256))) }
        _ = decoder.finish()
        #expect(counter.decodedTokens < 20_000 * 20)
        #expect(counter.longest <= 17)
    }
}
