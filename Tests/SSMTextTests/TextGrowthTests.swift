import Foundation
import SSMText
import Testing

/// Files whose components make a text longer and longer.
struct TextGrowthTests {
    private static let doubling = #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#
    private static let alphabet =
        #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}"#

    private static func sequence(_ list: String, _ steps: [String]) -> String {
        #"{"type": "Sequence", "\#(list)": [\#(steps.joined(separator: ", "))]}"#
    }

    /// Steps of which each but the first stands in a sequence inside the one before.
    private static func nested(_ list: String, _ step: String, depth: Int) -> String {
        (0..<depth).reduce(step) { inner, _ in sequence(list, [step, inner]) }
    }

    private static let long =
        #"{"type": "Replace", "pattern": {"String": "a"}, "content": "\#(String(repeating: "a", count: 200_000))"}"#

    @Test(arguments: [
        sequence("normalizers", Array(repeating: doubling, count: 60)), nested("normalizers", doubling, depth: 25),
        sequence("normalizers", Array(repeating: #"{"type": "ByteLevel"}"#, count: 60)), long,
        #"{"type": "Prepend", "prepend": "\#(String(repeating: "a", count: 200_000))"}"#,
    ])
    func `a normalizer that makes a text much longer is an error`(_ normalizer: String) throws {
        let tokenizer = try TinyTokenizer.make(["a"], parts: ["normalizer": normalizer])
        #expect(throws: TokenizerError.textGrows(component: "normalizer")) {
            try tokenizer.encode(String(repeating: "a\u{E9}", count: 500))
        }
        #expect(try tokenizer.encode("").isEmpty)
    }

    @Test func `an added token is normalized no further than a text`() throws {
        let added = """
            [{"id": 2, "content": "ba", "special": true, "single_word": false, "lstrip": false, "rstrip": false, \
            "normalized": true}]
            """
        let normalizer = Self.sequence("normalizers", Array(repeating: Self.doubling, count: 60))
        #expect(throws: TokenizerError.textGrows(component: "normalizer")) {
            try TinyTokenizer.make(["a"], parts: ["normalizer": normalizer, "added_tokens": added])
        }
    }

    @Test(arguments: [
        sequence("pretokenizers", Array(repeating: alphabet, count: 60)), nested("pretokenizers", alphabet, depth: 25),
    ])
    func `a pre-tokenizer that makes a text much longer is an error`(_ preTokenizer: String) throws {
        let tokenizer = try TinyTokenizer.make(["a"], parts: ["pre_tokenizer": preTokenizer])
        #expect(throws: TokenizerError.textGrows(component: "pre_tokenizer")) { try tokenizer.encode("caf\u{E9}") }
    }

    @Test(arguments: [
        sequence("decoders", Array(repeating: doubling, count: 60)), nested("decoders", doubling, depth: 25), long,
        sequence("decoders", Array(repeating: #"{"type": "BPEDecoder", "suffix": ""}"#, count: 30)),
        sequence(
            "decoders",
            Array(repeating: #"{"type": "Replace", "pattern": {"Regex": "x*"}, "content": "é"}"#, count: 9)),
    ])
    func `a decoder that may make a text much longer is refused with the file`(_ decoder: String) throws {
        #expect {
            try TinyTokenizer.make(["a"], parts: ["decoder": decoder])
        } throws: { error in
            if case TokenizerError.unsupported("decoder", _, _) = error { true } else { false }
        }
    }

    @Test func `what makes a text a little longer is done`() throws {
        let tokenizer = try TinyTokenizer.make(
            ["a"],
            parts: [
                "normalizer": Self.sequence("normalizers", Array(repeating: Self.doubling, count: 6)),
                "decoder": Self.sequence("decoders", Array(repeating: Self.doubling, count: 6)),
            ])
        let ids = try tokenizer.encode(String(repeating: "a", count: 5000))
        #expect(ids.count == 64 * 5000)
        #expect(tokenizer.decode([0, 0]) == String(repeating: "a", count: 128))
    }
}
