import SSMTensor
import SSMText
import Testing

struct WordTokenizerTests {
    static let words = [
        "<|Query|>", "<|Document", "|>", "The", " The", " key", " keys", "key", " ", "\n", "0", "4", "8", ".", ":", "<",
        " caf\u{E9}", " cafe\u{301}", "naïve",
    ]

    @Test func `splits words with their space, and digits apart`() throws {
        let tokenizer = try WordTokenizer(words: Self.words)
        let ids = try tokenizer.encode("The key 48:\n The keys <|Document 0|>.<|endoftext|>")
        #expect(
            ids.map { tokenizer.decode([$0]) } == [
                "The", " key", " ", "4", "8", ":", "\n", " The", " keys", " ", "<|Document", " ", "0", "|>", ".",
                "<|endoftext|>",
            ])
        #expect(tokenizer.endOfText == 0)
        #expect(tokenizer.id(of: "<|endoftext|>") == 0)
        #expect(ids.last == 0)
        #expect(tokenizer.vocabularySize == Self.words.count + 1)
        #expect(tokenizer.id(of: " nothing") == nil)
    }

    @Test func `any text of the vocabulary decodes to itself`() throws {
        let tokenizer = try WordTokenizer(words: Self.words)
        // Two bare words side by side would be one other word; everything else may stand in any order.
        let parts = Self.words.filter { $0 != "The" && $0 != "key" && $0 != "naïve" }
        var generator = RandomKey(seed: 5).generator
        for count in 0..<300 {
            let text = (0..<count).map { _ in parts[generator.below(parts.count)] }.joined()
            let ids = try tokenizer.encode(text)
            #expect(tokenizer.decode(ids).utf8.elementsEqual(text.utf8))
        }
    }

    @Test func `tokens that differ only in their bytes stay apart`() throws {
        let tokenizer = try WordTokenizer(words: Self.words)
        let composed = try tokenizer.encode(" caf\u{E9}")
        let combining = try tokenizer.encode(" cafe\u{301}")
        #expect(composed.count == 1 && combining.count == 1 && composed != combining)
        #expect(tokenizer.decode(combining).utf8.elementsEqual(" cafe\u{301}".utf8))
        let again = try WordTokenizer(json: tokenizer.json)
        #expect(try again.encode(" cafe\u{301}") == combining)
    }

    @Test func `an unknown word is an error that names it`() throws {
        let tokenizer = try WordTokenizer(words: Self.words)
        #expect(throws: TokenizerError.unknownPiece(" lock", offset: 7)) { try tokenizer.encode("The key lock") }
        #expect(throws: TokenizerError.unknownPiece("\t", offset: 0)) { try tokenizer.encode("\tThe") }
        #expect(throws: TokenizerError.unknownPiece("keys", offset: 0)) { try tokenizer.encode("keys") }
    }

    @Test(arguments: ["", "two words", "42", "  ", "key.", "k|>"])
    func `an entry that is not one token is refused`(_ entry: String) {
        #expect(throws: TokenizerError.notOnePiece(entry: entry)) { try WordTokenizer(words: [entry]) }
    }

    @Test func `the file round-trips`() throws {
        let tokenizer = try WordTokenizer(words: Self.words + ["\"", "\\", "\u{7F}"])
        let again = try WordTokenizer(json: tokenizer.json)
        #expect(again == tokenizer)
        #expect(again.json == tokenizer.json)
    }

    @Test func `a vocabulary is collected from texts`() throws {
        let words = WordTokenizer.vocabulary(of: ["The key 40.", " The key\n"], special: ["<|Query|>"])
        #expect(words == ["<|Query|>", "The", " key", " ", "4", "0", ".", " The", "\n"])
    }
}
