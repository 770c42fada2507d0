/// A prompt that a layout made.
package struct LongMemEvalPrompt: Hashable, Sendable {
    /// The whole text, up to where the answer begins.
    package var text: String
    /// Tokens of the history that were cut.
    package var droppedTokens: Int
    /// The name of the policy, for predictions.
    package var truncation: String { "history_head" }
}
