import SSMText
import Testing

struct AddedTokenTests {
    private func file(_ tokens: String...) -> String {
        let options = #""single_word": false, "lstrip": false, "rstrip": false"#
        let listed = tokens.map { "{\($0), \(options)}" }.joined(separator: ", ")
        return TinyTokenizer.json(["a", "b"], parts: ["added_tokens": "[\(listed)]"])
    }

    private let plain = #""id": 3, "content": "<x>", "normalized": false, "special": true"#

    @Test func `a token that is listed twice is one token`() throws {
        let tokenizer = try TokenizerFile.tokenizer(json: file(plain, plain))
        #expect(tokenizer.vocabularySize == 4)
        #expect(try tokenizer.encode("a<x>b") == [0, 3, 1])
    }

    @Test(arguments: [
        #""id": 3, "content": "<x>", "normalized": true, "special": true"#,
        #""id": 3, "content": "<x>", "normalized": false, "special": false"#,
        #""id": 4, "content": "<x>", "normalized": false, "special": true"#,
    ])
    func `a token that is listed in two ways is refused`(_ other: String) {
        #expect(
            throws: TokenizerError.malformed(
                key: "added_tokens.1.content", reason: "\"<x>\" is listed twice, with other options")
        ) { try TokenizerFile.tokenizer(json: file(plain, other)) }
    }

    @Test func `tokens of white space in a long run take linear time`() throws {
        let tokenizer = try TokenizerFile.tokenizer(json: Fixture.text("added.json"))
        let lines = try #require(tokenizer.id(of: "\n\n"))
        let count = 200_000
        #expect(
            try tokenizer.encode(String(repeating: "\n", count: 2 * count)) == Array(repeating: lines, count: count))
    }
}
