public import SSMTensor

/// What rows should predict.
public struct LossTargets: Sendable {
    /// The prediction of one row.
    public struct Target: Sendable, Hashable {
        /// Original position of the row.
        public var position: Int32
        /// The token that it should predict.
        public var token: TokenID
        /// Factor of its negative log-likelihood.
        public var weight: Float
        /// Whether the row is protected. A row that is not, and that a strategy drops, does not count.
        public var isRequired: Bool

        /// A target.
        public init(position: Int32, token: TokenID, weight: Float, isRequired: Bool) {
            self.position = position
            self.token = token
            self.weight = weight
            self.isRequired = isRequired
        }
    }

    /// Targets of each sequence, by increasing position.
    public var sequences: [[Target]]

    /// Targets of each sequence, by increasing position.
    public init(_ sequences: [[Target]]) {
        self.sequences = sequences
    }

    var requiredRows: RowNames {
        RowNames(sequences.map { $0.filter(\.isRequired).map(\.position) })
    }
}
