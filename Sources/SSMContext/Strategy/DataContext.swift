public import SSMTensor
public import SSMText

/// What a strategy knows while it makes training examples.
public struct DataContext: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// Random numbers of the data.
    public let key: RandomKey

    /// A context.
    public init(tokenizer: any Tokenizer, key: RandomKey) {
        self.tokenizer = tokenizer
        self.key = key
    }
}
