import SSMContext
import SSMTensor
import SSMText
import Testing

/// Ending and cutting examples: a token is the digit that it stands for.
struct ShapingTests {
    private let tokenizer: WordTokenizer
    /// The token of the digit 0; those of the others follow.
    private let zero: TokenID

    init() throws {
        tokenizer = try WordTokenizer(words: (0...9).map(String.init))
        zero = try #require(tokenizer.id(of: "0"))
    }

    private func example(_ prompt: String, _ response: String, evidence: Bool = false) throws -> EncodedExample {
        let pieces: [TrainingExample.Piece] = [
            .init(text: prompt, role: .context, isEvidence: evidence), .init(text: response, role: .target),
        ]
        return try TrainingExample(id: "x", pieces: pieces.filter { !$0.text.isEmpty }).encoded(with: tokenizer)
    }

    private func text(_ tokens: some Sequence<Int32>) -> String {
        tokens.map { $0 < 0 ? "-" : $0 == tokenizer.endOfText ? "$" : "\($0 - zero)" }.joined()
    }

    private func marks(_ values: [Bool]) -> String { values.map { $0 ? "1" : "0" }.joined() }

    @Test func `the token that ends a text is learnt with the answer`() throws {
        let ended = try example("012", "34").ended(by: tokenizer.endOfText)
        #expect(text(ended.tokens) == "01234$")
        #expect(text(ended.targets) == "1234$-")
        #expect(marks(ended.isTarget) == "001110")
        #expect(marks(ended.isProtected) == "001111")
        #expect(marks(ended.evidence) == "000000")
    }

    @Test func `an example that ends with a label, or has no rows, is not ended`() throws {
        let labelled = try TrainingExample(
            id: "x", pieces: [.init(text: "01", role: .cue, label: "2")]
        ).encoded(with: tokenizer)
        #expect(labelled.ended(by: tokenizer.endOfText) == labelled)
        let empty = try TrainingExample(id: "x", pieces: []).encoded(with: tokenizer)
        #expect(empty.ended(by: tokenizer.endOfText).tokens.isEmpty)
    }

    @Test func `a cut takes out what stands right behind the head`() throws {
        let cut = try example("0123456", "89", evidence: true).cut(to: 6, keepingFirst: 2)
        #expect(text(cut.tokens) == "015689")
        #expect(text(cut.targets) == "15689-")
        #expect(marks(cut.isTarget) == "000110")
        #expect(marks(cut.isProtected) == "000111")
        #expect(marks(cut.evidence) == "111100")
    }

    @Test func `a cut that reaches the answer leaves the head to predict it`() throws {
        let cut = try example("0123456", "89").cut(to: 4, keepingFirst: 2)
        #expect(text(cut.tokens) == "0189")
        #expect(text(cut.targets) == "189-")
        #expect(marks(cut.isTarget) == "0110")
        #expect(marks(cut.isProtected) == "0111")
    }

    @Test func `an answer is never cut, and a short example is left alone`() throws {
        let long = try example("0123", "5678")
        #expect(text(long.cut(to: 2, keepingFirst: 3).tokens) == "0125678")
        #expect(long.cut(to: 2, keepingFirst: 4) == long)
        #expect(long.cut(to: 2, keepingFirst: 9) == long)
        #expect(long.cut(to: 8, keepingFirst: 1) == long)
        let plain = try example("0123", "")
        #expect(plain.cut(to: 2, keepingFirst: 1) == plain)
    }
}
