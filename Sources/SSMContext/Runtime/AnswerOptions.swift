public import SSMTensor
public import SSMText

/// How prompts are answered.
public struct AnswerOptions: Sendable {
    /// How a question is put.
    public var ask: AskMode
    /// Rows of prompts that are prefilled together, at most, unless one prompt alone is longer.
    public var batchRows: Int
    /// Random numbers; each prompt has its own, by id.
    public var key: RandomKey
    /// How tokens are chosen.
    public var sampling: SamplingOptions
    /// Tokens that end an answer; nil: the tokenizer's end of a text.
    public var endTokens: Set<TokenID>?
    /// Whether the special tokens of the tokenizer's post-processor are put around a prompt.
    public var addsSpecialTokens: Bool
    /// Who follows the answers.
    public var observer: (any AnswerObserver)?

    /// Options; by default the most probable tokens are taken.
    public init(
        ask: AskMode = .prompt, batchRows: Int = 16_384, key: RandomKey, sampling: SamplingOptions = .greedy,
        endTokens: Set<TokenID>? = nil, addsSpecialTokens: Bool = false, observer: (any AnswerObserver)? = nil
    ) {
        self.ask = ask
        self.batchRows = batchRows
        self.key = key
        self.sampling = sampling
        self.endTokens = endTokens
        self.addsSpecialTokens = addsSpecialTokens
        self.observer = observer
    }
}
