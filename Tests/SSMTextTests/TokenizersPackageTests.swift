import Foundation
import SSMTensor
import SSMText
import Testing

/// Agreement with the `tokenizers` package of the Python in SSMLAB_PYTHON; skipped where that is not set.
@Suite(.enabled(if: TokenizersPackage.python != nil, "SSMLAB_PYTHON is not set"))
struct TokenizersPackageTests {
    /// Tokenizers of Tests/Fixtures, and on how many texts they are compared.
    static let styles = [
        ("neox-style", 10_000), ("llama-style", 10_000), ("gpt4", 10_000), ("llama3", 10_000), ("metaspace", 10_000),
        ("gpt4o", 2000), ("deepseek", 2000), ("starcoder", 2000), ("roberta", 2000), ("gemma", 2000), ("qwen2", 3000),
        ("clip", 3000), ("words", 2000), ("subwords", 2000), ("added", 5000),
    ]

    @Test(arguments: styles)
    func `a tokenizer encodes and decodes as there`(_ style: String, _ texts: Int) throws {
        let comparison = try PackageComparison(
            style, json: try Fixture.text("\(style).json"), texts: texts, sequences: texts / 5)
        try compare([comparison], mostCrashes: 0)
    }

    @Test(arguments: ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
    func `each component works as there`(_ kind: String) throws {
        let files = try Components(contentsOf: Fixture.url("components.tsv")).files(varying: kind)
        try #require(files.count >= 8)
        let comparisons = try files.map { file in
            try PackageComparison(
                "\(kind) \(file.component)", json: file.json, texts: 150, sequences: kind == "decoder" ? 400 : 20)
        }
        // Its decoder Strip crashes on texts that it takes everything from.
        try compare(comparisons, mostCrashes: kind == "decoder" ? 1000 : 0)
    }

    @Test func `a component that is not implemented is refused by name`() throws {
        let files = try Components(contentsOf: Fixture.url("components.tsv")).unsupported
        try #require(files.count == 9)
        for file in files {
            #expect {
                try TokenizerFile.tokenizer(json: file.json)
            } throws: { error in
                guard case TokenizerError.unsupported(let key, let found, _) = error else { return false }
                return file.component.contains("\"\(key.prefix { $0 != "." })\"") && file.component.contains(found)
                    || key.hasPrefix("post_processor.")
            }
        }
    }

    @Test func `components work together as there`() throws {
        let components = try Components(contentsOf: Fixture.url("components.tsv"))
        var generator = RandomKey(seed: 4).generator
        // It crashes, too, on matches of an empty pattern that ByteLevel follows.
        try compare(
            (0..<80).map { _ in
                let file = components.combination(using: &generator)
                return try PackageComparison(file.component, json: file.json, texts: 50, sequences: 10)
            }, mostCrashes: 400)
    }

    /// - Parameter mostCrashes: of how many texts and sequences the package may have no answer.
    private func compare(_ comparisons: [PackageComparison], mostCrashes: Int) throws {
        var crashes = 0
        for (comparison, answer) in zip(comparisons, try TokenizersPackage.answers(to: comparisons.map(\.request))) {
            let found = comparison.differences(from: answer)
            #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
            crashes += (answer.texts + answer.sequences).count { $0.crash != nil }
        }
        #expect(crashes <= mostCrashes)
    }

    @Test func `a vocabulary of words encodes and decodes as here`() throws {
        let tokenizer = try WordTokenizer(words: WordTokenizerTests.words + ["\"", "\\", " \u{1F511}key", "\u{7F}"])
        let parts = (0..<tokenizer.vocabularySize).map { tokenizer.decode([TokenID($0)]) }
        var generator = RandomKey(seed: 9).generator
        var texts = ["", "The key 48:\n The  keys <|Document 0|>.<|endoftext|>", " caf\u{E9} cafe\u{301} \u{1F511}key"]
        texts += (0..<200).map { count in
            (0..<count % 40).map { _ in parts[generator.below(parts.count)] }.joined()
        }
        let answer = try TokenizersPackage.answers(to: [.init(tokenizer: tokenizer.json, texts: texts)])[0]
        var encoded = 0
        for (text, result) in zip(texts, answer.texts) {
            do {
                let ids = try tokenizer.encode(text)
                #expect(result.ids == ids, "\(text)")
                #expect(result.decoded?.utf8.elementsEqual(text.utf8) == true, "\(text)")
                encoded += 1
            } catch {
                #expect(result.error != nil, "an error here must be one there: \(text)")
            }
        }
        #expect(encoded > 60 && encoded < texts.count, "both kinds of text must occur")
    }
}
