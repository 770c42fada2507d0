import SSMEval

/// What was measured at one length.
struct PerplexityRow: Sendable {
    /// Tokens of a window.
    let length: Int
    /// The estimate; nil when no document has a window of this length.
    let estimate: PerplexityEstimate?
    /// Perplexity by words and bytes, and bits a byte, where every token of texts was scored.
    var rates: (word: Double, byte: Double, bitsPerByte: Double)?
    /// Seconds of the passes.
    var seconds = 0.0
    /// Most bytes in tensors beyond the weights.
    var peakBytes = 0
}
