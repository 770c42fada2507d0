/// What linear probes of the state read about the contexts of one length.
package struct ProbedLength: Sendable, Hashable, Codable {
    /// What the probe of one layer reads.
    package struct Layer: Sendable, Hashable, Codable {
        /// The layer.
        package var layer: Int
        /// The share of the questions that it answers right.
        package var score: Estimate

        /// A layer's score.
        package init(layer: Int, score: Estimate) {
            self.layer = layer
            self.score = score
        }
    }

    /// The length of the contexts in tokens.
    package var length: Int
    /// Questions that the probes are fitted on, of another split.
    package var fittedOn: Int
    /// Questions that they answer: those that the contexts tell the answer to.
    package var questions: Int
    /// Contexts that these are about.
    package var contexts: Int
    /// How many different answers a probe can give.
    package var answers: Int
    /// Questions whose answer is one of these: the others cannot be right.
    package var answerable: Int
    /// The share that the words of the questions alone lead to, without a state: what a probe has to be above.
    package var withoutState: Estimate
    /// The share of the same questions that the column itself answers right.
    package var own: Estimate
    /// The layers.
    package var layers: [Layer]

    /// What was read at one length.
    package init(
        length: Int, fittedOn: Int, questions: Int, contexts: Int, answers: Int, answerable: Int,
        withoutState: Estimate, own: Estimate, layers: [Layer]
    ) {
        self.length = length
        self.fittedOn = fittedOn
        self.questions = questions
        self.contexts = contexts
        self.answers = answers
        self.answerable = answerable
        self.withoutState = withoutState
        self.own = own
        self.layers = layers
    }
}

/// What the probes of one column and seed read.
package struct ColumnProbes: Sendable, Hashable, Codable {
    /// The column.
    package var column: String
    /// The seed.
    package var seed: UInt64
    /// What was read at each length.
    package var lengths: [ProbedLength]

    /// The probes of a column.
    package init(column: String, seed: UInt64, lengths: [ProbedLength]) {
        self.column = column
        self.seed = seed
        self.lengths = lengths
    }
}
