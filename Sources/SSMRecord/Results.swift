/// What an experiment found: the rows of its tables and the verdict on its gate.
package struct Results: Sendable, Hashable, Codable {
    /// The experiment's name.
    package var experiment: String
    /// The question.
    package var question: String?
    /// The claim, named beforehand.
    package var claim: String?
    /// The seeds.
    package var seeds: [UInt64]
    /// One list of rows for each evaluation of the experiment.
    package var evaluations: [EvaluationResults]
    /// The conditions of the gate; none when the experiment has no gate.
    package var gate: [GateVerdict]
    /// The one endpoint of each column; none when the experiment names no endpoint.
    package var primary: [PrimaryResult]
    /// The learning rates that were tried and chosen; none when no stage has `tune`.
    package var tuning: [TuningResult]
    /// The runs behind the rows; nil in results of a program that did not write them.
    package var sources: ResultSources?

    /// The results of an experiment.
    package init(
        experiment: String, question: String?, claim: String?, seeds: [UInt64], evaluations: [EvaluationResults],
        gate: [GateVerdict], primary: [PrimaryResult], tuning: [TuningResult] = [], sources: ResultSources? = nil
    ) {
        self.experiment = experiment
        self.question = question
        self.claim = claim
        self.seeds = seeds
        self.evaluations = evaluations
        self.gate = gate
        self.primary = primary
        self.tuning = tuning
        self.sources = sources
    }

    /// Whether the claim may be spoken of: every condition is met.
    package var isGateMet: Bool { gate.allSatisfy { $0.isMet == true } }
}

/// The rows of one evaluation.
package struct EvaluationResults: Sendable, Hashable, Codable {
    /// The task, or the name that the experiment gives the evaluation.
    package var task: String
    /// The split that the samples are of; nil for that of evaluations.
    package var split: String?
    /// How the questions were put.
    package var asking: String
    /// How the answers were scored, where there is something to say of it.
    package var scoring: String?
    /// Whether a model judged the answers, so that what predictions say of being right does not count; nil: none did.
    package var isJudged: Bool?
    /// The column that the others are compared with.
    package var baseline: String
    /// How many of the contexts were answered; nil when all were.
    package var limit: ContextLimit?
    /// The rows: each column, seed (or all), length and depth (or all).
    package var rows: [ResultRow]
    /// What the layers did; none unless the experiment asks for diagnostics.
    package var diagnostics: [ColumnDiagnostics]
    /// What linear probes read in the states; nil unless the evaluation asks for it.
    package var probes: [ColumnProbes]?

    /// The rows of an evaluation.
    package init(
        task: String, split: String? = nil, asking: String, scoring: String? = nil, isJudged: Bool? = nil,
        baseline: String, limit: ContextLimit? = nil, rows: [ResultRow], diagnostics: [ColumnDiagnostics] = [],
        probes: [ColumnProbes]? = nil
    ) {
        self.task = task
        self.split = split
        self.asking = asking
        self.scoring = scoring
        self.isJudged = isJudged
        self.baseline = baseline
        self.limit = limit
        self.rows = rows
        self.diagnostics = diagnostics
        self.probes = probes
    }

    /// The task, and the split where it is not that of evaluations.
    package var subject: String { task + (split.map { " (split \($0))" } ?? "") }
}

/// How many contexts an evaluation was limited to.
package struct ContextLimit: Sendable, Hashable, Codable {
    /// The contexts of each length and depth that were answered.
    package var answered: Int
    /// The contexts that the evaluation has without the limit.
    package var contexts: Int

    /// A limit.
    package init(answered: Int, contexts: Int) {
        self.answered = answered
        self.contexts = contexts
    }
}

/// A condition of the gate and what was measured.
package struct GateVerdict: Sendable, Hashable, Codable {
    /// The column.
    package var column: String
    /// The length.
    package var length: Int
    /// The bound, such as `>= 0.95`.
    package var bound: String
    /// The score, or nil when nothing was answered there.
    package var score: Double?
    /// Whether the score meets the bound; nil without a score.
    package var isMet: Bool?

    /// A verdict.
    package init(column: String, length: Int, bound: String, score: Double?, isMet: Bool?) {
        self.column = column
        self.length = length
        self.bound = bound
        self.score = score
        self.isMet = isMet
    }
}

/// The endpoint of one column.
package struct PrimaryResult: Sendable, Hashable, Codable {
    /// The column.
    package var column: String
    /// The metric and the lengths, in words.
    package var endpoint: String
    /// The lengths; nil in results of a program that did not write them.
    package var lengths: ClosedRange<Int>?
    /// The estimate.
    package var score: Estimate
    /// The difference to the baseline, paired by context; nil for the baseline itself.
    package var difference: Estimate?

    /// The endpoint of a column.
    package init(
        column: String, endpoint: String, lengths: ClosedRange<Int>? = nil, score: Estimate, difference: Estimate?
    ) {
        self.column = column
        self.endpoint = endpoint
        self.lengths = lengths
        self.score = score
        self.difference = difference
    }
}

/// A number with its 95 % interval.
package struct Estimate: Sendable, Hashable, Codable {
    /// The number.
    package var value: Double
    /// The lower end.
    package var low: Double
    /// The upper end.
    package var high: Double

    /// A number with its interval.
    package init(_ value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }
}
