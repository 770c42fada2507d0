import SSMText
import Testing

/// What a `tokenizer.json` must not have: the error names the place.
struct TokenizerFileErrorTests {
    private static func key(of json: String) -> (kind: String, key: String)? {
        do throws(TokenizerError) {
            _ = try TokenizerFile.tokenizer(json: json)
            return nil
        } catch {
            switch error {
            case .malformed(let key, _): return ("malformed", key)
            case .unsupported(let key, _, _): return ("unsupported", key)
            default: return ("other", error.description)
            }
        }
    }

    @Test(arguments: [
        ("normalizer", #"{"type": "Precompiled", "precompiled_charsmap": ""}"#, "normalizer.type"),
        ("normalizer", #"{"type": "NFC", "form": 1}"#, "normalizer.form"),
        (
            "normalizer", #"{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "BertNormalizer"}]}"#,
            "normalizer.normalizers.1.type"
        ),
        ("pre_tokenizer", #"{"type": "BertPreTokenizer"}"#, "pre_tokenizer.type"),
        ("pre_tokenizer", #"{"type": "Digits", "individual_digits": true, "x": 0}"#, "pre_tokenizer.x"),
        ("post_processor", #"{"type": "Other"}"#, "post_processor.type"),
        (
            "post_processor", #"{"type": "TemplateProcessing", "single": [], "pair": [], "special_tokens": {}}"#,
            "post_processor.single"
        ),
        ("decoder", #"{"type": "WordPiece", "prefix": "@", "cleanup": true}"#, "decoder.type"),
        ("decoder", #"{"type": "CTC"}"#, "decoder.type"), ("chat_template", #""x""#, "chat_template"),
        ("version", #""2.0""#, "version"),
    ])
    func `what is not implemented is refused by name`(_ part: String, _ value: String, _ key: String) throws {
        var parts = [part: value]
        if part == "version" { parts = [:] }
        var json = TinyTokenizer.json(["a"], parts: parts)
        if part == "version" { json = json.replacing("\"1.0\"", with: value) }
        let found = try #require(Self.key(of: json))
        #expect(found == ("unsupported", key))
    }

    @Test(arguments: [
        ("dropout", "0.1", "model.dropout"), ("cache", "1", "model.cache"), ("type", #""Unigram""#, "model.type"),
    ])
    func `a model that is not implemented is refused by name`(
        _ option: String, _ value: String, _ key: String
    ) throws {
        var json = TinyTokenizer.json(["a"], options: [option: value])
        if option == "type" { json = TinyTokenizer.json(["a"]).replacing("\"BPE\"", with: value) }
        #expect(try #require(Self.key(of: json)) == ("unsupported", key))
    }

    @Test(arguments: [
        ("normalizer", #"{"type": "Replace", "pattern": {"Regex": "(a"}, "content": ""}"#, "normalizer.pattern.Regex"),
        ("normalizer", #"{"type": "Replace", "pattern": "a", "content": ""}"#, "normalizer.pattern"),
        ("normalizer", #"{"type": "Strip", "strip_left": 1, "strip_right": true}"#, "normalizer.strip_left"),
        ("normalizer", "[]", "normalizer"), ("normalizer", "{}", "normalizer.type"),
        ("pre_tokenizer", #"{"type": "Digits"}"#, "pre_tokenizer.individual_digits"),
        (
            "pre_tokenizer", #"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Cut", "invert": false}"#,
            "pre_tokenizer.behavior"
        ),
        ("pre_tokenizer", #"{"type": "Metaspace", "replacement": "ab"}"#, "pre_tokenizer.replacement"),
        (
            "pre_tokenizer",
            #"{"type": "Metaspace", "replacement": "_", "prepend_scheme": "first", "add_prefix_space": false}"#,
            "pre_tokenizer.add_prefix_space"
        ),
        ("pre_tokenizer", #"{"type": "ByteLevel", "trim_offsets": true}"#, "pre_tokenizer.add_prefix_space"),
        (
            "post_processor",
            #"{"type": "BertProcessing", "sep": ["</s>", 99], "cls": ["</s>", 1]}"#, "post_processor"
        ),
        (
            "post_processor",
            ##"{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "s", "type_id": 0}}], "pair": [], "##
                + ##""special_tokens": {}}"##, "post_processor.special_tokens.s"
        ),
        ("decoder", #"{"type": "Strip", "content": " ", "start": -1, "stop": 0}"#, "decoder.start"),
        ("added_tokens", "[{}]", "added_tokens.0.id"), ("added_tokens", "{}", "added_tokens"),
        ("truncation", "7", "truncation"),
    ])
    func `a wrong value is named by its path`(_ part: String, _ value: String, _ key: String) throws {
        let json = TinyTokenizer.json(["a"], parts: [part: value])
        #expect(try #require(Self.key(of: json)) == ("malformed", key))
    }

    @Test(arguments: [
        (#"["a c"]"#, "model.merges.0"), (#"["a"]"#, "model.merges.0"), (#"["a b", ["a", "b"]]"#, "model.merges.1"),
        (#"[["a", "b", "c"]]"#, "model.merges.0"), (#"["b a"]"#, "model.merges.0"), ("{}", "model.merges"),
    ])
    func `wrong merges are named`(_ merges: String, _ key: String) throws {
        let json = TinyTokenizer.json(["a", "b", "ab"], merges: merges)
        #expect(try #require(Self.key(of: json)) == ("malformed", key))
    }

    @Test(arguments: [
        ("\"a\": 0", "\"a\": 1"), ("\"a\": 0", "\"a\": -1"), ("\"a\": 0", "\"a\": 2000000000"),
        ("\"a\": 0", "\"a\": 0.5"), ("\"a\": 0", "\"a\": \"0\""), ("\"a\": 0", "\"a\": 99999999999999999999"),
    ])
    func `a wrong id is named by its token`(_ old: String, _ new: String) throws {
        let json = TinyTokenizer.json(["a", "b"]).replacing(old, with: new)
        let found = try #require(Self.key(of: json))
        #expect(found.kind == "malformed" && ["model.vocab.a", "model.vocab.b"].contains(found.key))
    }

    @Test func `a token that stands there twice is refused`() throws {
        let json = TinyTokenizer.json(["a", "b"]).replacing("\"b\": 1", with: "\"a\": 1")
        let found = try #require(Self.key(of: json))
        #expect(found == ("malformed", "line 1"))
    }

    @Test(arguments: [
        #"{"id": 7, "content": "<x>", "#, #"{"id": 1, "content": "a", "#, #"{"id": 99999999999, "content": "<x>", "#,
    ])
    func `an added token has the id that follows from the vocabulary`(_ start: String) throws {
        let flags = ["single_word", "lstrip", "rstrip", "normalized", "special"].map { "\"\($0)\": false" }
        let json = TinyTokenizer.json(["a"], parts: ["added_tokens": "[\(start)\(flags.joined(separator: ", "))}]"])
        #expect(try #require(Self.key(of: json)) == ("malformed", "added_tokens.0.id"))
    }

    @Test func `two added tokens that normalization makes the same are refused`() throws {
        func token(_ id: Int, _ content: String) -> String {
            let flags = ["single_word", "lstrip", "rstrip", "special"].map { "\"\($0)\": false" }
            return
                #"{"id": \#(id), "content": "\#(content)", "normalized": true, \#(flags.joined(separator: ", "))}"#
        }
        let json = TinyTokenizer.json(
            ["a"],
            parts: [
                "added_tokens": "[\(token(2, "X")), \(token(3, "x"))]", "normalizer": #"{"type": "Lowercase"}"#,
            ])
        #expect(try #require(Self.key(of: json)) == ("malformed", "added_tokens.1.content"))
    }
}
