/// The shape of a Mamba language model.
///
/// - Source: Mamba (Gu, Dao, 2023); key names and defaults as transformers' `MambaConfig`.
public struct ModelConfiguration: Sendable, Hashable {
    /// Number of rows of the embedding, V.
    public var vocabularySize: Int
    /// Width of the residual stream, D.
    public var width: Int
    /// Number of blocks.
    public var layers: Int
    /// States a channel, N.
    public var state: Int
    /// Inner width, E.
    public var innerWidth: Int
    /// Rows that the causal convolution sees, K.
    public var convolutionWidth: Int
    /// Rank of the step projection, R.
    public var timeStepRank: Int
    /// Added to the mean square in every RMS normalisation.
    public var epsilon: Float
    /// Whether the head is the embedding.
    public var tiesEmbeddings: Bool
    /// Range of the step size at initialisation.
    public var timeStepRange: ClosedRange<Float>
    /// Smallest step size at initialisation.
    public var timeStepFloor: Float

    /// A configuration with the choices of the original models.
    ///
    /// - Parameters:
    ///   - innerWidth: 2 · width when it is not given.
    ///   - timeStepRank: width / 16, rounded up, when it is not given.
    public init(
        vocabularySize: Int, width: Int, layers: Int, state: Int = 16, innerWidth: Int? = nil,
        convolutionWidth: Int = 4, timeStepRank: Int? = nil, epsilon: Float = 1e-5, tiesEmbeddings: Bool = true,
        timeStepRange: ClosedRange<Float> = 1e-3...0.1, timeStepFloor: Float = 1e-4
    ) {
        self.vocabularySize = vocabularySize
        self.width = width
        self.layers = layers
        self.state = state
        self.innerWidth = innerWidth ?? 2 * width
        self.convolutionWidth = convolutionWidth
        self.timeStepRank = timeStepRank ?? (width + 15) / 16
        self.epsilon = epsilon
        self.tiesEmbeddings = tiesEmbeddings
        self.timeStepRange = timeStepRange
        self.timeStepFloor = timeStepFloor
    }
}
