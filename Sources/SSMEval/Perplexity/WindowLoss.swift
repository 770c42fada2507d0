/// The negative log-likelihood of the scored tokens of one window.
package struct WindowLoss: Sendable, Hashable {
    /// Index of the document.
    package let document: Int
    /// Sum over the scored tokens, in nats.
    package let sum: Double
    /// How many there are; at least one.
    package let tokens: Int

    /// A loss.
    package init(document: Int, sum: Double, tokens: Int) {
        self.document = document
        self.sum = sum
        self.tokens = tokens
    }

    /// The mean over the scored tokens.
    package var mean: Double { sum / Double(tokens) }
}
