public import SSMTensor

/// How a model's makers want text to be generated with it, as `generation_config.json` and `config.json` say.
///
/// - Source: transformers' `GenerationConfig`. What `generation_config.json` leaves out is taken from `config.json`, where
///   older versions of transformers wrote it.
public struct GenerationConfiguration: Sendable, Hashable {
    /// Tokens that end a text; empty when the files name none.
    public var endOfTextTokens: [TokenID]
    /// The token before a text.
    public var beginOfTextToken: TokenID?
    /// The token that fills rows of a batch.
    public var padToken: TokenID?
    /// Divides the logits before sampling.
    public var temperature: Double?
    /// Number of tokens to sample from; 0 for all.
    public var topK: Int?
    /// Probability of the tokens to sample from.
    public var topP: Double?
    /// Factor that makes tokens which stand there already less probable.
    public var repetitionPenalty: Double?
    /// Whether tokens are sampled; else the most probable one is taken.
    public var isSampling: Bool

    /// A configuration of these values; by default one that says nothing.
    public init(
        endOfTextTokens: [TokenID] = [], beginOfTextToken: TokenID? = nil, padToken: TokenID? = nil,
        temperature: Double? = nil, topK: Int? = nil, topP: Double? = nil, repetitionPenalty: Double? = nil,
        isSampling: Bool = false
    ) {
        self.endOfTextTokens = endOfTextTokens
        self.beginOfTextToken = beginOfTextToken
        self.padToken = padToken
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.repetitionPenalty = repetitionPenalty
        self.isSampling = isSampling
    }
}
