public import SSMTensor

/// How prompts are answered.
public struct AnswerOptions: Sendable {
    /// How a question is put.
    public var ask: AskMode
    /// Rows of prompts that are prefilled together, at most, unless one prompt alone is longer.
    public var batchRows: Int
    /// Random numbers; each prompt has its own, by id.
    public var key: RandomKey

    /// Options.
    public init(ask: AskMode = .prompt, batchRows: Int = 16_384, key: RandomKey) {
        self.ask = ask
        self.batchRows = batchRows
        self.key = key
    }
}
