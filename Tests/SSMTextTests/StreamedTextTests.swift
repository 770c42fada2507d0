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

    @Test(arguments: styles)
    func `a style gives the tokens of the whole`(_ style: String) throws {
        let early = try check(style, json: try Fixture.text("\(style).json"), texts: 3000)
        print("EARLY", style, early)
    }

    @Test(arguments: ["normalizer", "pre_tokenizer"])
    func `a component gives the tokens of the whole`(_ kind: String) throws {
        for file in try Components(contentsOf: Fixture.url("components.tsv")).files(varying: kind) {
            let early = try check(file.component, json: file.json, texts: 400)
            print("EARLY", file.component.prefix(90), early)
        }
    }

    @Test func `components together give the tokens of the whole`() throws {
        let components = try Components(contentsOf: Fixture.url("components.tsv"))
        var generator = RandomKey(seed: 6).generator
        for _ in 0..<2000 {
            let file = components.combination(using: &generator)
            let early = try check(file.component, json: file.json, texts: 15)
            if early > 0 { print("EARLYC", early) }
        }
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
