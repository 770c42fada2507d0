import SSMTensor
import SSMText
import Testing

/// Texts of all kinds that come piece by piece, with a cut wherever the encoder takes one to be safe.
struct StreamedTextTests {
    private static let styles = [
        "neox-style", "llama-style", "gpt4", "llama3", "metaspace", "gpt4o", "deepseek", "starcoder", "roberta",
        "gemma",
        "qwen2", "clip", "words", "subwords", "added", "tiny_words", "tiny_pieces",
    ]

    /// Styles of which the encoder knows no place to cut: they are encoded at the end of the text.
    private static let whole: Set = ["deepseek", "gemma", "clip", "tiny_words"]

    @Test(arguments: styles)
    func `a style gives the tokens of the whole`(_ style: String) throws {
        let early = try check(style, json: try Fixture.text("\(style).json"), texts: 600)
        #expect((early > 0) == !Self.whole.contains(style))
    }

    @Test func `a pre-tokenizer gives the tokens of the whole`() throws {
        var early = 0
        for file in try Components(contentsOf: Fixture.url("components.tsv")).files(varying: "pre_tokenizer") {
            early += try check(file.component, json: file.json, texts: 150)
        }
        #expect(early > 0)
    }

    @Test func `components together give the tokens of the whole`() throws {
        let components = try Components(contentsOf: Fixture.url("components.tsv"))
        var generator = RandomKey(seed: 6).generator
        var early = 0
        for _ in 0..<300 {
            let file = components.combination(using: &generator)
            early += try check(file.component, json: file.json, texts: 15)
        }
        #expect(early > 0)
    }

    @Test func `a start behind a token is one of its own`() throws {
        let files = try Components(contentsOf: Fixture.url("components.tsv")).files(varying: "pre_tokenizer")
        let file = try #require(
            files.first { $0.component.contains(#""add_prefix_space": true, "trim_offsets": true, "use_regex": true"#) }
        )
        let tokenizer = try TokenizerFile.tokenizer(json: file.json, endOfText: 0)
        let text = "abc<eos>\nxyz"
        var encoder = StreamingEncoder(tokenizer, batch: 1)
        let tokens = try text.utf8.flatMap { byte in try encoder.append([byte]) } + encoder.finish()
        #expect(tokens == (try tokenizer.encode(text)))
    }

    /// - Returns: how many tokens came before the ends of the texts.
    private func check(_ name: String, json: String, texts: Int) throws -> Int {
        let tokenizer = try TokenizerFile.tokenizer(json: json, endOfText: 0)
        let key = RandomKey(seed: 7).folding(name)
        var generator = TextGenerator(
            key: key.folding("texts"), insertions: PackageComparison.insertions(of: tokenizer))
        var sizes = key.folding("sizes").generator
        var early = 0
        for _ in 0..<texts {
            let text = (0..<6).map { _ in generator.text() }.joined()
            let bytes = Array(text.utf8)
            var encoder = StreamingEncoder(tokenizer, batch: 1 + sizes.below(16))
            var tokens: [TokenID] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + sizes.below(40))
                tokens += try encoder.append(bytes[start..<end])
                start = end
            }
            early += tokens.count
            tokens += try encoder.finish()
            let whole = try tokenizer.encode(text)
            guard tokens != whole else { continue }
            let escaped = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
            Issue.record("\(name): \"\(escaped)\": \(tokens) in pieces, \(whole) as a whole")
            break
        }
        return early
    }
}
