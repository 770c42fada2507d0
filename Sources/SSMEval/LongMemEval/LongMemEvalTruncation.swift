import SSMContext
import SSMText

/// `history_head`: only the history is cut, and its first tokens are kept.
package struct LongMemEvalTruncation: Hashable, Sendable {
    /// Tokens that the original keeps for the rest of the prompt.
    package static let reserve = 1_000

    /// The most tokens of a history.
    package let limit: Int

    /// The truncation for a model.
    ///
    /// - Throws: `LongMemEvalError.noRoom`.
    package init(modelTokens: Int, generatedTokens: Int) throws(LongMemEvalError) {
        limit = modelTokens - generatedTokens - Self.reserve
        guard limit > 0 else { throw .noRoom(tokens: modelTokens, generated: generatedTokens) }
    }

    /// The kept part of a history, and how many tokens were cut.
    ///
    /// - Throws: `TokenizerError`.
    /// - Source: `run_generation.py`: the kept tokens are decoded without special tokens, and not counted again.
    func cut(_ history: String, with tokenizer: any Tokenizer) throws(TokenizerError) -> (text: String, dropped: Int) {
        let tokens = try tokenizer.encode(history)
        guard tokens.count > limit else { return (history, 0) }
        return (tokenizer.decode(Array(tokens[..<limit]), skippingSpecialTokens: true), tokens.count - limit)
    }

    /// The passages of a history, of which the last one that is kept may be cut.
    ///
    /// - Throws: `TokenizerError`.
    func cut(
        _ passages: [Passage], with tokenizer: any Tokenizer
    ) throws(TokenizerError) -> (passages: [Passage], dropped: Int) {
        let (text, dropped) = try cut(passages.map(\.text).joined(), with: tokenizer)
        guard dropped > 0 else { return (passages, 0) }
        var rest = text.utf8[...]
        var kept: [Passage] = []
        for var passage in passages where !rest.isEmpty {
            // What is decoded of half a character need not be as many bytes as the passage has there.
            passage.text = String(decoding: rest.prefix(passage.text.utf8.count), as: UTF8.self)
            rest = rest.dropFirst(passage.text.utf8.count)
            kept.append(passage)
        }
        return (kept, dropped)
    }
}
