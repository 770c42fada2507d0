public import SSMTensor

/// What a probe is handed. Its values cannot be changed.
public struct Observation: Sendable {
    /// The value at a site.
    public enum Value: Sendable {
        /// A tensor; its shape stands at the site.
        case tensor(Tensor)
        /// The inputs of a scan.
        case scan(ScanInputs)
    }

    /// Where the value was seen.
    public let site: Site
    /// The site in words; of what a strategy publishes, "<label of the strategy>.<name of the value>".
    public let name: String
    /// The block that it belongs to; 0 for `embedding` and the number of layers for `finalHidden`.
    public let layer: Int
    /// The value, without gradients.
    public let value: Value
    /// Original position of each row of the chunk: (T).
    public let positions: [Int32]
    /// Token of each row of the chunk, negative where a strategy made the row up: (T).
    public let tokens: [TokenID]
    /// Where each sequence of the chunk begins.
    public let layout: SequenceLayout
    /// Index in the batch of the chunk's first sequence.
    public let firstSequence: Int
}
