import SSMTensor
import SSMText
import Testing

/// Merges, vocabularies and added tokens.
struct BytePairTests {
    @Test(arguments: [#"["a b", "ab c"]"#, #"[["a", "b"], ["ab", "c"]]"#, ##"["#version: 0.2", "a b", "ab c"]"##])
    func `merges are read in both formats`(_ merges: String) throws {
        let tokenizer = try TinyTokenizer.make(["a", "b", "c", "ab", "abc"], merges: merges)
        #expect(try tokenizer.encode("abcabcb") == [4, 4, 1])
    }

    @Test func `the merge of the lowest rank goes first, the leftmost among equals`() throws {
        let tokenizer = try TinyTokenizer.make(
            ["a", "b", "aa", "ab", "aab"], merges: #"["a b", "a a", "a ab"]"#)
        #expect(try tokenizer.encode("aaab") == [2, 3])
        #expect(try tokenizer.encode("aaaa") == [2, 2])
        #expect(try tokenizer.encode("aab") == [4])
        #expect(try tokenizer.encode(String(repeating: "a", count: 101)) == [TokenID](repeating: 2, count: 50) + [0])
    }

    @Test func `tokens that are equal only in canonical form are two`() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let tokenizer = try TinyTokenizer.make([composed, "e", "\u{301}", decomposed], merges: "[\"e \u{301}\"]")
        #expect(try tokenizer.encode(composed) == [0])
        #expect(try tokenizer.encode(decomposed) == [3])
        #expect(tokenizer.id(of: composed) == 0)
        #expect(tokenizer.id(of: decomposed) == 3)
        #expect(tokenizer.decode([0]).utf8.elementsEqual(composed.utf8))
        #expect(tokenizer.decode([3]).utf8.elementsEqual(decomposed.utf8))
    }

    @Test func `unknown characters are fused, counted, or vanish`() throws {
        let vocabulary = ["a", "<unk>"]
        let unknown = #""<unk>""#
        let fused = try TinyTokenizer.make(vocabulary, options: ["unk_token": unknown, "fuse_unk": "true"])
        #expect(try fused.encode("xyaz") == [1, 0, 1])
        let counted = try TinyTokenizer.make(vocabulary, options: ["unk_token": unknown])
        #expect(try counted.encode("xyaz") == [1, 1, 0, 1])
        #expect(try TinyTokenizer.make(vocabulary).encode("xyaz") == [0])
    }

    @Test func `bytes stand for characters that are not in the vocabulary, if all of them do`() throws {
        let tokenizer = try TinyTokenizer.make(
            ["a", "<unk>", "<0xC3>", "<0xA9>"], options: ["unk_token": #""<unk>""#, "byte_fallback": "true"])
        #expect(try tokenizer.encode("éa") == [2, 3, 0])
        // What is unknown waits for the next known character, as in the package.
        #expect(try tokenizer.encode("日éa") == [2, 3, 1, 0])
    }

    @Test func `prefixes and suffixes belong to words`() throws {
        let tokenizer = try TinyTokenizer.make(
            ["a", "##b", "##c</w>", "##bc</w>", "a</w>"], merges: "[\"##b ##c</w>\"]",
            parts: ["pre_tokenizer": #"{"type": "WhitespaceSplit"}"#],
            options: ["continuing_subword_prefix": "\"##\"", "end_of_word_suffix": "\"</w>\""])
        #expect(try tokenizer.encode("abc a ab") == [0, 3, 4, 0])
    }

    @Test func `added tokens are found as they ask for`() throws {
        func added(_ id: Int, _ content: String, _ options: String) -> String {
            let all = ["single_word", "lstrip", "rstrip", "normalized", "special"].map {
                "\"\($0)\": \(options.split(separator: " ").contains(Substring($0)))"
            }
            return #"{"id": \#(id), "content": "\#(content)", \#(all.joined(separator: ", "))}"#
        }
        let tokens = [
            added(4, "<s>", "special"), added(5, "<s>>", "special"), added(6, "WORD", "normalized single_word"),
            added(7, "<l>", "lstrip"), added(8, "<r>", "rstrip"),
        ]
        let tokenizer = try TinyTokenizer.make(
            ["a", " ", "w"],
            parts: [
                "added_tokens": "[\(tokens.joined(separator: ","))]", "normalizer": #"{"type": "Lowercase"}"#,
            ])
        #expect(try tokenizer.encode("A<s>>a<s>a") == [0, 5, 0, 4, 0])
        #expect(try tokenizer.encode("a word Aword") == [0, 1, 6, 1, 0, 2], "of aword, o, r and d are unknown")
        #expect(try tokenizer.encode("a <l> a <r> a") == [0, 7, 1, 0, 1, 8, 0])
        #expect(tokenizer.isSpecial(4))
        #expect(!tokenizer.isSpecial(6))
        #expect(tokenizer.decode([0, 4, 6], skippingSpecialTokens: true) == "a word")
        #expect(tokenizer.vocabularySize == 9)
        #expect(tokenizer.id(of: "WORD") == 6)
    }

    @Test func `the end of a text is a usual token, or the one that is given`() throws {
        #expect(try TinyTokenizer.make(["a"]).endOfText == 1)
        let json = TinyTokenizer.json(["a", "<stop>"]).replacing("</s>", with: "<other>")
        #expect(throws: TokenizerError.self) { try TokenizerFile.tokenizer(json: json) }
        #expect(try TokenizerFile.tokenizer(json: json, endOfText: 1).endOfText == 1)
        #expect(throws: TokenizerError.self) { try TokenizerFile.tokenizer(json: json, endOfText: 3) }
    }

    @Test func `truncation and padding of a file change nothing`() throws {
        let parts = ["truncation": #"{"max_length": 1}"#, "padding": #"{"strategy": {"Fixed": 9}}"#]
        #expect(try TinyTokenizer.make(["a"], parts: parts).encode("aaa") == [0, 0, 0])
    }

    @Test func `the text of the file is kept byte by byte`() throws {
        let json = try Fixture.text("llama-style.json")
        #expect(try TokenizerFile.tokenizer(json: json).json.utf8.elementsEqual(json.utf8))
    }

    @Test func `several threads may encode with one tokenizer`() async throws {
        let tokenizer = try TokenizerFile.tokenizer(json: try Fixture.text("neox-style.json"))
        let texts = (0..<200).map { "text number \($0) of the threads, \($0 * 7919)" }
        let alone = try texts.map { try tokenizer.encode($0) }
        let together = try await withThrowingTaskGroup(of: (Int, [TokenID]).self) { group in
            for (index, text) in texts.enumerated() {
                group.addTask { (index, try tokenizer.encode(text)) }
            }
            return try await group.reduce(into: [Int: [TokenID]]()) { $0[$1.0] = $1.1 }
        }
        #expect(texts.indices.map { together[$0] } == alone.map(Optional.some))
    }

    @Test(arguments: ["neox-style", "llama-style"], ["a", " ", "\n", "é", "日", "ab ", "\u{301}"])
    func `a megabyte of the same is encoded and decoded`(_ name: String, _ unit: String) throws {
        let tokenizer = try TokenizerFile.tokenizer(json: try Fixture.text("\(name).json"))
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let tokens = try tokenizer.encode(text)
        #expect(tokenizer.decode(tokens).utf8.elementsEqual(text.utf8) || name == "llama-style")
        #expect(tokenizer.decode(tokens).hasSuffix(text))
    }
}
