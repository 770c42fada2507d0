import SSMTensor
import SSMText
import Testing

/// A text that comes piece by piece has the tokens of the whole.
struct StreamingEncoderTests {
    /// Tokenizers of all styles, made of the small files.
    private static func tokenizer(_ style: String) throws -> any Tokenizer {
        let neox = try Fixture.text("neox-style.json")
        let llama = try Fixture.text("llama-style.json")
        let byteLevel = #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": "#
        let words =
            #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"#
            + #"|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"#
        let split = #"{"type": "Split", "pattern": {"Regex": "\#(words)"}, "behavior": "Isolated", "invert": false}"#
        let gpt4 = #"{"type": "Sequence", "pretokenizers": [\#(split), \#(byteLevel)false}]}"#
        switch style {
        case "neox": return try TokenizerFile.tokenizer(json: neox)
        case "llama": return try TokenizerFile.tokenizer(json: llama)
        case "gpt4": return try changed(neox, "pre_tokenizer", gpt4)
        case "llama3":
            let json = neox.replacing(#/"ignore_merges":\s*false/#, with: "\"ignore_merges\": true")
            #expect(json != neox)
            return try changed(json, "pre_tokenizer", gpt4)
        case "nfkd": return try changed(neox, "normalizer", #"{"type": "NFKD"}"#)
        case "prefix":
            let prefix = byteLevel.replacing("\"add_prefix_space\": false", with: "\"add_prefix_space\": true")
            return try changed(neox, "pre_tokenizer", prefix + "true}")
        case "metaspace":
            let step = #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true}"#
            return try changed(try cleared(llama), "pre_tokenizer", step)
        case "never cut":
            return try changed(neox, "normalizer", #"{"type": "Replace", "pattern": {"Regex": "qq"}, "content": "k"}"#)
        default: return try WordTokenizer(words: WordTokenizer.vocabulary(of: [text(60_000)], special: ["<|a b|>"]))
        }
    }

    private static func changed(_ json: String, _ part: String, _ value: String) throws -> any Tokenizer {
        try TokenizerFile.tokenizer(json: replaced(json, part, value))
    }

    private static func cleared(_ json: String) throws -> String {
        try replaced(json, "normalizer", "null")
    }

    /// Puts another value for a member of the file.
    private static func replaced(_ json: String, _ part: String, _ value: String) throws -> String {
        let start = try #require(json.firstRange(of: "\"\(part)\":"))
        var end = start.upperBound
        var depth = 0
        while depth > 0 || json[end] != "," {
            if "{[".contains(json[end]) { depth += 1 }
            if "}]".contains(json[end]) { depth -= 1 }
            end = json.index(after: end)
        }
        return json[..<start.upperBound] + value + json[end...]
    }

    /// Words, numbers, marks, spaces and lines of many kinds, always the same.
    private static func text(_ count: Int, plain: Bool = true) -> String {
        var words = ["The", " key", " of", " Xanadu", "'s", " is", " 12345", ".", "\n", " ", " ", "\n", ",", " (a/b)"]
        if !plain {
            words += ["日本語、", "テキスト。", " é", " e\u{301}\u{323}", "<|endoftext|>", "</s>", "\r\n", "\t", "👩‍👩‍👧"]
            words += ["ﬁ", "한국어", "\u{1112}\u{1161}\u{11AB}", "    ", "<s>", "!!!\n", "\u{3000}", "it's", "/"]
        }
        var generator = RandomKey(seed: 3).generator
        return (0..<count).map { _ in words[Int.random(in: words.indices, using: &generator)] }.joined()
    }

    @Test(arguments: [
        "neox", "llama", "gpt4", "llama3", "nfkd", "prefix", "metaspace", "never cut", "words",
    ])
    func `every size of pieces gives the tokens of the whole`(_ style: String) throws {
        let tokenizer = try Self.tokenizer(style)
        let text = Self.text(60_000, plain: style == "words")
        let bytes = Array(text.utf8)
        #expect(bytes.count > 150_000)
        let whole = try tokenizer.encode(text)
        for size in [1, 7, 1000, 65_536, 65_537, 100_003, bytes.count] {
            var encoder = StreamingEncoder(tokenizer)
            var tokens: [TokenID] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                tokens += try encoder.append(bytes[start..<min(start + size, bytes.count)])
            }
            let given = tokens.count
            tokens += try encoder.finish()
            #expect(tokens == whole, "\(style), pieces of \(size)")
            #expect(
                (given > whole.count / 2) == (style != "never cut"), "\(style) gave \(given) of \(whole.count) early")
        }
    }

    @Test func `an encoder that has finished begins anew`() throws {
        var encoder = StreamingEncoder(try Self.tokenizer("llama"))
        let first = try encoder.append("Hello".utf8) + encoder.finish()
        #expect(try encoder.finish() == [])
        #expect(try encoder.append("Hello".utf8) + encoder.finish() == first)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], 1), ([0xC3], 0), ([0x61, 0xE2, 0x82], 1), ([0xC0, 0x80], 0),
            ([0x61, 0x62, 0xED, 0xA0, 0x80], 2),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xE0, 0x80, 0x80], 0), ([0x80], 0), ([0xC3, 0x28], 0),
        ] as [([UInt8], Int)])
    func `bytes that are not UTF-8 are named by their place`(_ tail: [UInt8], _ place: Int) throws {
        let tokenizer = try Self.tokenizer("neox")
        let head = Array(Self.text(30_000).utf8)
        for size in [1, 1 << 20] {
            var encoder = StreamingEncoder(tokenizer)
            let bytes = head + tail
            #expect(throws: TokenizerError.notUTF8(offset: head.count + place)) {
                for start in stride(from: 0, to: bytes.count, by: size) {
                    _ = try encoder.append(bytes[start..<min(start + size, bytes.count)])
                }
                _ = try encoder.finish()
            }
        }
    }

    @Test func `the place of an unknown word counts from the start of the text`() throws {
        let text = Self.text(60_000)
        let tokenizer = try Self.tokenizer("words")
        var encoder = StreamingEncoder(tokenizer)
        #expect(throws: TokenizerError.unknownPiece(" qqq", offset: text.utf8.count)) {
            _ = try encoder.append((text + " qqq").utf8)
            _ = try encoder.finish()
        }
    }
}
