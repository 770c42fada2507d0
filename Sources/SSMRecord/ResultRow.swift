package import SSMAnalysis

/// One row of results: a column at a length, over all depths or one, and over all seeds or one.
package struct ResultRow: Sendable, Hashable, Codable {
    /// The kind of all questions that the context does not answer; they count under their types too.
    package static let abstention = "abstention"

    /// The column.
    package var column: String
    /// The seed, or nil over all seeds.
    package var seed: UInt64?
    /// The length of the contexts in tokens.
    package var length: Int
    /// The depth of the evidence, or nil over all depths.
    package var depth: Double?
    /// The kind of the questions, or nil over all kinds.
    package var kind: String?
    /// How many answers there are.
    package var answers: Int
    /// How many contexts they are about, over all seeds.
    package var contexts: Int
    /// How many seeds there are.
    package var seeds: Int
    /// The share of right answers without reading the context.
    package var chance: Double
    /// The share of right answers.
    package var score: Estimate
    /// The difference to the baseline, paired by context; nil for the baseline itself.
    package var difference: Estimate?
    /// How many answers have no form that could be right.
    package var parseFailures: Int
    /// What layers that drop rows left of the evidence.
    package var survival: [EvidenceSurvival]
    /// What is right of the notes that the answers came from; nil where they came from none.
    package var notes: NoteAccuracy?
    /// What the answers cost.
    package var cost: RowCost

    /// A row.
    package init(
        column: String, seed: UInt64?, length: Int, depth: Double?, kind: String? = nil, answers: Int, contexts: Int,
        seeds: Int, chance: Double, score: Estimate, difference: Estimate?, parseFailures: Int,
        survival: [EvidenceSurvival],
        notes: NoteAccuracy? = nil, cost: RowCost
    ) {
        self.column = column
        self.seed = seed
        self.length = length
        self.depth = depth
        self.kind = kind
        self.answers = answers
        self.contexts = contexts
        self.seeds = seeds
        self.chance = chance
        self.score = score
        self.difference = difference
        self.parseFailures = parseFailures
        self.survival = survival
        self.notes = notes
        self.cost = cost
    }
}

/// How many notes are right.
package struct NoteAccuracy: Sendable, Hashable, Codable {
    /// Of the notes that say something, the share that say just what there is to note; nil of none.
    package var precision: Double?
    /// Of the parts of contexts about which there is something to note, the share whose note says just that; nil of none.
    package var recall: Double?

    /// A precision and a recall.
    package init(precision: Double?, recall: Double?) {
        self.precision = precision
        self.recall = recall
    }
}

/// What the answers of a row cost together.
package struct RowCost: Sendable, Hashable, Codable {
    /// Passes over a prompt.
    package var passes: Int
    /// Rows that went through a layer, over all layers and passes.
    package var rows: Int
    /// Wall-clock seconds.
    package var seconds: Double
    /// The most bytes of tensor storage held at a time.
    package var peakBytes: Int

    /// A cost; by default nothing.
    package init(passes: Int = 0, rows: Int = 0, seconds: Double = 0, peakBytes: Int = 0) {
        self.passes = passes
        self.rows = rows
        self.seconds = seconds
        self.peakBytes = peakBytes
    }
}
