import SSMText
import Testing

struct WordTokenizerFileTests {
    private func file(replacing old: String, with new: String) throws -> String {
        let json = try WordTokenizer(words: ["<|Query|>", " key", " lock"]).json
        let changed = json.replacing(old, with: new)
        #expect(changed != json, "the test must change the file")
        return changed
    }

    @Test func `another model is refused by name`() throws {
        let json = try file(replacing: "\"WordLevel\"", with: "\"BPE\"")
        #expect(
            throws: TokenizerError.unsupported(key: "model.type", found: "\"BPE\"", supported: "\"WordLevel\"")
        ) { try WordTokenizer(json: json) }
    }

    @Test func `another normalizer is refused by name`() throws {
        let json = try file(replacing: "\"normalizer\": null", with: "\"normalizer\": {\"type\": \"NFC\"}")
        #expect(
            throws: TokenizerError.unsupported(
                key: "normalizer", found: "an object of type \"NFC\"", supported: "null")
        ) { try WordTokenizer(json: json) }
    }

    @Test(arguments: [
        ("\" lock\": 3", "\" lock\": 2"), ("\" lock\": 3", "\" lock\": 4"), ("\" lock\": 3", "\" lock\": \"3\""),
        ("\" lock\": 3", "\" key\": 3"), ("{\"id\": 1,", "{\"id\": 2,"), ("\"<|endoftext|>\": 0", "\"<|end|>\": 0"),
        ("\"vocab\": {", "\"vocab\": [{"), ("\n}", "\n} 1"), ("\n}", ""), ("\"version\"", "\"ver\\qsion\""),
        ("\"1.0\"", "\"\\ud800\""), ("\"1.0\"", "1.0.0"), ("null", "nul"),
    ])
    func `a damaged file is an error`(_ old: String, _ new: String) throws {
        let json = try file(replacing: old, with: new)
        #expect {
            try WordTokenizer(json: json)
        } throws: { error in
            if case TokenizerError.malformed = error { true } else { false }
        }
    }

    @Test func `every prefix of a file is an error`() throws {
        let json = try WordTokenizer(words: ["<|Query|>", " key"]).json
        let bytes = Array(json.utf8)
        for end in 0..<(bytes.count - 2) {
            let prefix = String(decoding: bytes[..<end], as: UTF8.self)
            #expect(throws: TokenizerError.self) { try WordTokenizer(json: prefix) }
        }
    }

    @Test func `deep nesting is refused`() {
        let json = String(repeating: "[", count: 100_000)
        #expect(throws: TokenizerError.self) { try WordTokenizer(json: json) }
    }
}
