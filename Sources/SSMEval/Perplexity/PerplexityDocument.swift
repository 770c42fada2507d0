package import SSMTensor

/// One document as tokens.
package struct PerplexityDocument: Sendable, Hashable {
    /// Its file, or its place in one.
    package var name: String
    /// The tokens, without any that are put around a text.
    package var tokens: [TokenID]
    /// What its text has; nil when only tokens are known.
    package var size: TextSize?

    /// A document.
    package init(name: String, tokens: [TokenID], size: TextSize? = nil) {
        self.name = name
        self.tokens = tokens
        self.size = size
    }
}
