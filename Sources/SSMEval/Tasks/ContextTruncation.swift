/// What was cut of a context.
package struct ContextTruncation: Sendable, Hashable {
    /// Tokens that were cut off.
    package var droppedTokens = 0
    /// How they were chosen; "none" where nothing may be cut.
    package var policy = "none"
}
