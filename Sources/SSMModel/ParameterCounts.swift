/// The parameters of a model by part.
public struct ParameterCounts: Sendable, Hashable, Codable {
    /// The rows of the vocabulary: V · D.
    public let embedding: Int
    /// All blocks with their norms.
    public let blocks: Int
    /// The norm behind the last block: D.
    public let finalNorm: Int
    /// The head: V · D, or 0 when it is the embedding.
    public let head: Int
    /// Everything; a tied head counts once.
    public let total: Int

    /// The parameters of a model of this shape.
    ///
    /// - Edge cases: numbers too large for an `Int` are the largest one.
    public init(of model: ModelConfiguration) {
        let (width, inner, rank) = (Double(model.width), Double(model.innerWidth), Double(model.timeStepRank))
        let state = Double(model.state)
        let projections = 2 * inner * width + (rank + 2 * state) * inner + inner * rank + width * inner
        let vectors = width + 3 * inner + Double(model.convolutionWidth) * inner + inner * state
        let table = Double(model.vocabularySize) * width
        let blocks = Double(model.layers) * (projections + vectors)
        let head = model.tiesEmbeddings ? 0 : table
        embedding = Int(saturating: table)
        self.blocks = Int(saturating: blocks)
        finalNorm = model.width
        self.head = Int(saturating: head)
        total = Int(saturating: table + blocks + width + head)
    }
}

extension Int {
    /// The nearest whole number that there is.
    init(saturating value: Double) {
        self = Int(exactly: value.rounded()) ?? (value > 0 ? .max : 0)
    }
}
