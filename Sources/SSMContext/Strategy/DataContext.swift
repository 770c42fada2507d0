public import SSMTensor
public import SSMText

/// What a strategy knows while it makes training examples.
public struct DataContext: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// Random numbers of the data.
    public let key: RandomKey
    /// Is told what became of each question, in no order; nil: nobody wants to know.
    public let record: (@Sendable (PreparationRecord) -> Void)?

    /// A context.
    public init(
        tokenizer: any Tokenizer, key: RandomKey, record: (@Sendable (PreparationRecord) -> Void)? = nil
    ) {
        self.tokenizer = tokenizer
        self.key = key
        self.record = record
    }
}
