package import SSMAnalysis

/// What a column's layers did while they read some contexts of one length.
package struct StateDiagnostics: Sendable, Hashable, Codable {
    /// The length of the contexts in tokens.
    package var length: Int
    /// How many contexts were read.
    package var contexts: Int
    /// Sums of the steps of every lane over the rows that a strategy kept, by layer.
    package var stepSums: [StepSums]
    /// Norms of the state along the sequences, by layer.
    package var stateNorms: [StateNorms]
    /// How far back the layers look, by layer; nil in files of versions that did not measure it.
    package var reach: [MemoryReach]?

    /// What was seen at one length.
    package init(
        length: Int, contexts: Int, stepSums: [StepSums], stateNorms: [StateNorms], reach: [MemoryReach]? = nil
    ) {
        self.length = length
        self.contexts = contexts
        self.stepSums = stepSums
        self.stateNorms = stateNorms
        self.reach = reach
    }
}

/// The diagnostics of one column and seed.
package struct ColumnDiagnostics: Sendable, Hashable, Codable {
    /// The column.
    package var column: String
    /// The seed.
    package var seed: UInt64
    /// What was seen at each length.
    package var lengths: [StateDiagnostics]

    /// The diagnostics of a column.
    package init(column: String, seed: UInt64, lengths: [StateDiagnostics]) {
        self.column = column
        self.seed = seed
        self.lengths = lengths
    }
}
