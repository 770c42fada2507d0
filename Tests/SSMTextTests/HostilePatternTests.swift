import SSMText
import Testing

/// Regular expressions that are meant to take for ever, or to fill the memory.
struct HostilePatternTests {
    private func split(_ pattern: String) -> [String: String] {
        let regex = TinyTokenizer.quoted(pattern)
        return [
            "pre_tokenizer": #"{"type": "Split", "pattern": {"Regex": \#(regex)}, "behavior": "Isolated", "#
                + #""invert": false}"#
        ]
    }

    @Test(arguments: ["(a+)+$", "(a*)*b", "(a|aa)+$", #"(a|a)*\1c"#])
    func `a pattern that backtracks without end is an error`(_ pattern: String) throws {
        let tokenizer = try TinyTokenizer.make(["a"], parts: split(pattern))
        let text = String(repeating: "a", count: 60) + "!bc"
        #expect(throws: TokenizerError.patternTooSlow(pattern: pattern)) { try tokenizer.encode(text) }
    }

    @Test(arguments: [
        "((a{1000}){1000}){1000}", "a{99999999999}", "(?:(?:a{1,400}b){1,400}c){2}",
        String(repeating: "a", count: 20_000), String(repeating: "(", count: 5000), "[", "\\p{Nonsense}", "(?<=a+)b)",
    ])
    func `a pattern that is wrong, long or repeats too often is refused with the file`(_ pattern: String) throws {
        #expect {
            try TinyTokenizer.make(["a"], parts: split(pattern))
        } throws: { error in
            if case TokenizerError.malformed("pre_tokenizer.pattern.Regex", _) = error { true } else { false }
        }
    }

    @Test func `a harmless pattern passes over a long text`() throws {
        let tokenizer = try TinyTokenizer.make(["a", "b"], parts: split(#"b|\s*[\r\n]+|\s+(?!\S)|\s+"#))
        let text = String(repeating: "a", count: 500_000) + "b" + String(repeating: " ", count: 500_000) + "b"
        #expect(try tokenizer.encode(text).count == 500_002)
    }
}
