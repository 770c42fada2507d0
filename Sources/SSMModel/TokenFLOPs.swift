/// Floating-point operations of one token in a forward pass; a multiplication and an addition are two.
///
/// Norms, SiLU, softplus and the gate are left out: they are a few operations an element and no products.
public struct TokenFLOPs: Sendable, Hashable, Codable {
    /// The matrix products of all blocks.
    public let projections: Int
    /// The causal convolutions: 2 E K a block.
    public let convolution: Int
    /// The scans: 7 E N + 3 E a block (a decay's exponent, its exponential and its product with the state, the input,
    /// its sum, two for the output; the step times the input and the skip).
    public let scan: Int
    /// The logits: 2 V D.
    public let head: Int
    /// A forward pass that makes logits.
    public let forward: Int
    /// A step of training: a forward pass and a backward pass of twice its work.
    public let training: Int

    /// The operations of a model of this shape.
    ///
    /// - Edge cases: numbers too large for an `Int` are the largest one.
    public init(of model: ModelConfiguration) {
        let (width, inner, rank) = (Double(model.width), Double(model.innerWidth), Double(model.timeStepRank))
        let (state, layers) = (Double(model.state), Double(model.layers))
        let projections =
            2 * layers * (2 * inner * width + (rank + 2 * state) * inner + inner * rank + width * inner)
        let convolution = 2 * layers * inner * Double(model.convolutionWidth)
        let scan = layers * (7 * inner * state + 3 * inner)
        let head = 2 * Double(model.vocabularySize) * width
        let forward = projections + convolution + scan + head
        self.projections = Int(saturating: projections)
        self.convolution = Int(saturating: convolution)
        self.scan = Int(saturating: scan)
        self.head = Int(saturating: head)
        self.forward = Int(saturating: forward)
        training = Int(saturating: 3 * forward)
    }
}
