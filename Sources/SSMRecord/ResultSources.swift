/// The runs that results are made from, with their folders, so that a reader of the results finds what is behind them.
package struct ResultSources: Sendable, Hashable, Codable {
    /// One run of training.
    package struct Training: Sendable, Hashable, Codable {
        /// Its folder, below that of the experiment: `stages/<hash>`.
        package var folder: String
        /// The stage's name.
        package var stage: String
        /// The columns that use it.
        package var columns: [String]
        /// The seed.
        package var seed: UInt64
        /// The learning rate that it tries for other seeds; nil for a run whose weights answer.
        package var triedRate: Double?

        /// A run of training.
        package init(folder: String, stage: String, columns: [String], seed: UInt64, triedRate: Double? = nil) {
            self.folder = folder
            self.stage = stage
            self.columns = columns
            self.seed = seed
            self.triedRate = triedRate
        }
    }

    /// One run of answering.
    package struct Answering: Sendable, Hashable, Codable {
        /// Its folder, below that of the experiment: `evaluations/<hash>`.
        package var folder: String
        /// Which evaluation of the experiment it is, from 0.
        package var evaluation: Int
        /// The column.
        package var column: String
        /// The seed.
        package var seed: UInt64

        /// A run of answering.
        package init(folder: String, evaluation: Int, column: String, seed: UInt64) {
            self.folder = folder
            self.evaluation = evaluation
            self.column = column
            self.seed = seed
        }
    }

    /// The runs of training, in the order of the plan.
    package var training: [Training]
    /// The runs of answering, in the order of the plan.
    package var answering: [Answering]

    /// The runs of an experiment.
    package init(training: [Training], answering: [Answering]) {
        self.training = training
        self.answering = answering
    }
}
