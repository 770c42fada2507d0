import Foundation
import SSMText
import Testing

/// Every normalizer, pre-tokenizer and decoder against what the `tokenizers` package 0.23.3 gave (steps.json).
struct StepTests {
    private static func cases(_ kind: String) throws -> [[String: Any]] {
        let all = try JSONSerialization.jsonObject(with: Data(contentsOf: Fixture.url("steps.json")))
        return try #require((all as? [String: Any])?[kind] as? [[String: Any]])
    }

    private static func json(_ step: Any?) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: try #require(step)), as: UTF8.self)
    }

    /// With `ignore_merges`, a text in the vocabulary is one token.
    private static let whole = ["ignore_merges": "true"]

    @Test func `normalizers give what the package gives`() throws {
        let cases = try Self.cases("normalizers")
        #expect(cases.count == 15)
        for item in cases {
            let (text, result) = (try #require(item["text"] as? String), try #require(item["result"] as? String))
            let step = try Self.json(item["step"])
            let tokenizer = try TinyTokenizer.make([result], parts: ["normalizer": step], options: Self.whole)
            #expect(try tokenizer.encode(text) == [0], "\(step)")
        }
    }

    @Test func `pre-tokenizers give what the package gives`() throws {
        let cases = try Self.cases("preTokenizers")
        #expect(cases.count == 35)
        for item in cases {
            let (text, pieces) = (try #require(item["text"] as? String), try #require(item["pieces"] as? [String]))
            let step = try Self.json(item["step"])
            let vocabulary = Array(Set(pieces)).sorted()
            let tokenizer = try TinyTokenizer.make(vocabulary, parts: ["pre_tokenizer": step], options: Self.whole)
            #expect(try tokenizer.encode(text).map { vocabulary[Int($0)] } == pieces, "\(step)")
        }
    }

    @Test func `decoders give what the package gives`() throws {
        let cases = try Self.cases("decoders")
        #expect(cases.count == 11)
        for item in cases {
            let (tokens, text) = (try #require(item["tokens"] as? [String]), try #require(item["text"] as? String))
            let step = try Self.json(item["step"])
            let tokenizer = try TinyTokenizer.make(tokens, parts: ["decoder": step])
            let decoded = tokenizer.decode(tokens.indices.map { Int32($0) })
            #expect(decoded.utf8.elementsEqual(text.utf8), "\(step): \(decoded)")
        }
    }

    @Test func `without a decoder tokens are joined by spaces`() throws {
        #expect(try TinyTokenizer.make(["a", "b"]).decode([0, 1, 0]) == "a b a")
    }

    @Test func `post-processors put special tokens around a text`() throws {
        let byteLevel = #"{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false}"#
        let template = """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, \
            {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "end", "type_id": 0}}], "pair": [], \
            "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}, \
            "end": {"id": "end", "ids": [2, 1], "tokens": ["</s>", "<s>"]}}}
            """
        let ends = #""sep": ["</s>", 2], "cls": ["<s>", 1]"#
        let cases: [(String, [Int32])] = [
            (byteLevel, [0]), (template, [1, 0, 2, 1]), (#"{"type": "BertProcessing", \#(ends)}"#, [1, 0, 2]),
            (#"{"type": "RobertaProcessing", \#(ends), "trim_offsets": true, "add_prefix_space": true}"#, [1, 0, 2]),
            (#"{"type": "Sequence", "processors": [\#(byteLevel), \#(template)]}"#, [1, 0, 2, 1]), ("null", [0]),
        ]
        for (step, ids) in cases {
            let tokenizer = try TinyTokenizer.make(["a", "<s>"], parts: ["post_processor": step])
            #expect(try tokenizer.encodeWithSpecialTokens("a") == ids, "\(step)")
            #expect(try tokenizer.encode("a") == [0], "\(step)")
        }
    }
}
