/// The learning rates that were tried for a stage of some columns, and the one that all their seeds train with.
package struct TuningResult: Sendable, Hashable, Codable {
    /// The stage.
    package let stage: String
    /// The columns that share the choice.
    package let columns: [String]
    /// The seed that the rates were tried on.
    package let seed: UInt64
    /// The number of validation samples.
    package let samples: Int
    /// The rates that were tried, rising.
    package let trials: [RateTrial]
    /// The rate with the lowest loss, of equals the smallest; nil when none came to a finite loss.
    package let chosen: Double?
    /// Whether the chosen rate is the smallest or the largest that was tried, so that a better one may lie beyond.
    package let isAtEdge: Bool

    /// The choice from some trials.
    package init(stage: String, columns: [String], seed: UInt64, samples: Int, trials: [RateTrial]) {
        self.stage = stage
        self.columns = columns
        self.seed = seed
        self.samples = samples
        self.trials = trials.sorted { $0.learningRate < $1.learningRate }
        let losses = self.trials.compactMap { trial in trial.loss.map { (rate: trial.learningRate, loss: $0) } }
        // Of equal losses `min` takes the first, whose rate is the smallest.
        chosen = losses.min { $0.loss < $1.loss }?.rate
        isAtEdge =
            chosen != nil && (chosen == self.trials.first?.learningRate || chosen == self.trials.last?.learningRate)
    }
}
