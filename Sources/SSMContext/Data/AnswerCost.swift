/// What an answer cost, as the runtime's meter counted it.
public struct AnswerCost: Sendable, Hashable, Codable {
    /// Number of passes over a prompt.
    public var passes: Int

    /// Rows that went through a layer, summed over layers and passes.
    public var rows: Int

    /// Tokens generated, notes included.
    public var generatedTokens: Int

    /// The most bytes of tensor storage held at a time.
    public var peakBytes: Int

    /// Wall-clock seconds.
    public var seconds: Double

    /// A cost; by default nothing.
    public init(passes: Int = 0, rows: Int = 0, generatedTokens: Int = 0, peakBytes: Int = 0, seconds: Double = 0) {
        self.passes = passes
        self.rows = rows
        self.generatedTokens = generatedTokens
        self.peakBytes = peakBytes
        self.seconds = seconds
    }
}
