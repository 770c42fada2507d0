import SSMAnalysis
import SSMContext
import SSMEval
import SSMRecord

/// The predictions of one evaluation by column and seed, and the rows that they make.
struct ScoredEvaluation {
    /// The predictions of one run.
    struct Answers {
        let run: EvaluationRun
        let records: [PredictionRecord]
        let diagnostics: [StateDiagnostics]
        /// What linear probes read in the states; nil when there are none.
        let probes: [ProbedLength]?
        /// What the judge said of each prompt; nil when nobody judges.
        let verdicts: [String: JudgeVerdict]?

        /// The score of a prediction: the judge's, who says nothing of an answer that is wrong for want of a verdict.
        func score(of record: PredictionRecord) -> Score {
            guard let verdicts else { return record.score }
            guard let verdict = verdicts[record.prompt], verdict.isAbout(record) else {
                return Score(isRight: false, isParsed: false)
            }
            return verdict.score
        }
    }

    let evaluation: Evaluation
    let baseline: String
    let columns: [String]
    let seeds: [UInt64]
    let answers: [Answers]
    let statistics: Statistics
    /// How the answers are scored, where there is something to say of it.
    let scoring: String?

    /// The scored answers of a column at some lengths, over all seeds.
    func answers(of column: String, lengths: ClosedRange<Int>) -> [ScoredAnswer] {
        answers.filter { $0.run.column.name == column }.flatMap { answers in
            answers.records.filter { lengths.contains($0.length) }.map { Self.scored($0, in: answers) }
        }
    }

    /// All rows: a column at a length over everything, then by seed, by depth and by kind.
    var results: EvaluationResults {
        var rows: [ResultRow] = []
        let records = answers.flatMap(\.records)
        let kinds =
            Set(records.compactMap(\.kind)).sorted()
            + (records.contains { $0.isAbstention == true } ? [ResultRow.abstention] : [])
        for column in columns {
            for length in evaluation.lengths {
                rows += [row(column, length)].compactMap(\.self)
                if seeds.count > 1 { rows += seeds.compactMap { row(column, length, seed: $0) } }
                if evaluation.depths.count > 1 {
                    rows += evaluation.depths.compactMap { row(column, length, depth: $0) }
                }
                if kinds.count > 1 { rows += kinds.compactMap { row(column, length, kind: $0) } }
            }
        }
        return EvaluationResults(
            task: evaluation.label, split: evaluation.designSplit, asking: evaluation.asking.rawValue,
            scoring: scoring, isJudged: evaluation.judge == nil ? nil : true, baseline: baseline,
            limit: evaluation.contexts < evaluation.samples
                ? ContextLimit(answered: evaluation.contexts, contexts: evaluation.samples) : nil,
            rows: rows,
            diagnostics: answers.filter { !$0.diagnostics.isEmpty }.map {
                ColumnDiagnostics(column: $0.run.column.name, seed: $0.run.seed, lengths: $0.diagnostics)
            },
            probes: evaluation.probe.map { _ in
                answers.compactMap { answers in
                    answers.probes.map {
                        ColumnProbes(column: answers.run.column.name, seed: answers.run.seed, lengths: $0)
                    }
                }
            })
    }

    private static func scored(_ record: PredictionRecord, in answers: Answers) -> ScoredAnswer {
        ScoredAnswer(record, replicate: "seed \(answers.run.seed)", score: answers.score(of: record))
    }

    /// One row, or nil when nothing is answered there.
    private func row(
        _ column: String, _ length: Int, seed: UInt64? = nil, depth: Double? = nil, kind: String? = nil
    ) -> ResultRow? {
        func select(_ column: String) -> [(answers: Answers, record: PredictionRecord)] {
            answers.filter { $0.run.column.name == column && (seed == nil || $0.run.seed == seed) }.flatMap { answers in
                answers.records.filter {
                    $0.length == length && (depth == nil || $0.depth == depth)
                        && (kind == nil || $0.kind == kind
                            || kind == ResultRow.abstention && $0.isAbstention == true)
                }.map { (answers, $0) }
            }
        }
        let own = select(column)
        let scored = own.map { Self.scored($0.record, in: $0.answers) }
        guard let mean = statistics.mean(of: scored) else { return nil }
        let difference =
            column == baseline
            ? nil
            : statistics.difference(
                of: scored, against: select(baseline).map { Self.scored($0.record, in: $0.answers) })
        let records = own.map(\.record)
        return ResultRow(
            column: column, seed: seed, length: length, depth: depth, kind: kind, answers: mean.answers,
            contexts: mean.groups, seeds: Set(own.map(\.answers.run.seed)).count,
            chance: records.map(\.chance).reduce(0, +) / Double(records.count),
            score: Estimate(mean), difference: difference.map { Estimate($0) }, parseFailures: mean.parseFailures,
            survival: EvidenceSurvival.summarize(records.map(\.retention)),
            notes: NoteAccuracy(records.compactMap(\.notes)), cost: RowCost(records.map(\.cost)))
    }
}

extension NoteAccuracy {
    /// The accuracy of the notes of several answers; nil where there are none.
    fileprivate init?(_ tallies: [NoteTally]) {
        guard !tallies.isEmpty else { return nil }
        let total = tallies.reduce(NoteTally(), +)
        func share(of count: Int) -> Double? { count == 0 ? nil : Double(total.right) / Double(count) }
        self.init(precision: share(of: total.noted), recall: share(of: total.evident))
    }
}

extension RowCost {
    /// The cost of answers together.
    fileprivate init(_ costs: [AnswerCost]) {
        self.init(
            passes: costs.reduce(0) { $0 + $1.passes }, rows: costs.reduce(0) { $0 + $1.rows },
            seconds: costs.reduce(0) { $0 + $1.seconds }, peakBytes: costs.map(\.peakBytes).max() ?? 0)
    }
}
