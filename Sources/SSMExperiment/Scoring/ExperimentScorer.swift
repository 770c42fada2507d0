import SSMEval
package import SSMRecord
import SSMTeacher
import SSMTensor

/// Makes the results of an experiment from the predictions that stand in its folder: a step that can be repeated.
package struct ExperimentScorer {
    private let materials: Materials
    private let folder: ExperimentFolder

    /// The scorer of an experiment's folder.
    package init(_ materials: Materials, folder: ExperimentFolder) {
        self.materials = materials
        self.folder = folder
    }

    private var experiment: Experiment { materials.experiment }
    private var statistics: Statistics { Statistics(key: RandomKey(seed: 0).folding("intervals")) }

    /// Scores every prediction that the present configuration asks for.
    ///
    /// - Throws: `RecordError` when predictions cannot be read.
    package func results() throws(RecordError) -> Results {
        var evaluations: [ScoredEvaluation] = []
        for index in experiment.evaluations.indices {
            let runs = materials.plan.evaluations.filter { $0.index == index }
            var answers: [ScoredEvaluation.Answers] = []
            for run in runs {
                answers.append(
                    .init(
                        run: run, records: try run.predictions(in: folder.evaluation(run.identity)),
                        diagnostics: try diagnostics(of: run),
                        probes: try probes(of: run), verdicts: try verdicts(on: run)))
            }
            evaluations.append(
                ScoredEvaluation(
                    evaluation: experiment.evaluations[index], baseline: experiment.columns.baseline?.name ?? "",
                    columns: experiment.columns.all.map(\.name), seeds: experiment.seeds, answers: answers,
                    statistics: statistics, scoring: scoring(of: index)))
        }
        return Results(
            experiment: experiment.name, question: experiment.question, claim: experiment.claim,
            seeds: experiment.seeds, evaluations: evaluations.map(\.results), gate: gate(evaluations),
            primary: primary(evaluations),
            tuning: try LearningRateTuning(plan: materials.plan, folder: folder).results(),
            sources: ResultSources(materials.plan))
    }

    /// What linear probes read in the states of a run; nil when there are none.
    private func probes(of run: EvaluationRun) throws(RecordError) -> [ProbedLength]? {
        guard let probe = run.evaluation.probe else { return nil }
        return try JSONFile.readIfPresent([ProbedLength].self, from: folder.evaluation(run.identity).probesFile(probe))
    }

    /// What the judge said of a run's answers, by prompt; nil when nobody judges them.
    private func verdicts(on run: EvaluationRun) throws(RecordError) -> [String: JudgeVerdict]? {
        try materials.judges[run.index]?.verdicts(in: folder.evaluation(run.identity)).byPrompt()
    }

    /// Of an evaluation on a file, how many of its questions are asked, and who or what says which answers are right.
    private func scoring(of index: Int) -> String? {
        guard let task = materials.evaluationTasks[index] as? LongMemEvalTask,
            let count = try? task.count()
        else {
            return nil
        }
        let evaluation = experiment.evaluations[index]
        let asked =
            evaluation.contexts == count ? "" : "\(evaluation.contexts) of the \(count) questions, "
        return asked
            + (evaluation.judge.map { "judged by \($0.title)" }
                ?? "scored by normalised match, which cannot be compared with judged scores")
    }

    /// What the layers did in a run, as far as it is recorded.
    private func diagnostics(of run: EvaluationRun) throws(RecordError) -> [StateDiagnostics] {
        guard experiment.isDiagnosing else { return [] }
        let file = folder.evaluation(run.identity).diagnosticsFile
        return try JSONFile.readIfPresent([StateDiagnostics].self, from: file) ?? []
    }

    /// The gate: each condition on the evaluation that has its length, all seeds together.
    private func gate(_ evaluations: [ScoredEvaluation]) -> [GateVerdict] {
        (experiment.gate?.conditions ?? []).map { condition in
            let score = evaluations.lazy.compactMap { evaluation in
                evaluation.answers(of: condition.column, lengths: condition.length...condition.length)
            }.first { !$0.isEmpty }.flatMap { statistics.mean(of: $0)?.mean }
            return GateVerdict(
                column: condition.column, length: condition.length, bound: condition.bound.description, score: score,
                isMet: score.map(condition.bound.isMet))
        }
    }

    /// The endpoint of each column, on the first evaluation that has lengths in its range.
    private func primary(_ evaluations: [ScoredEvaluation]) -> [PrimaryResult] {
        guard let primary = experiment.primary,
            let evaluation = evaluations.first(where: {
                $0.evaluation.lengths.contains(where: primary.lengths.contains)
            })
        else { return [] }
        let endpoint =
            "\(primary.metric.rawValue) on \(evaluation.evaluation.subject) over lengths "
            + "\(primary.lengths.lowerBound)-\(primary.lengths.upperBound)"
        return experiment.columns.all.compactMap { column in
            let answers = evaluation.answers(of: column.name, lengths: primary.lengths)
            guard let mean = statistics.mean(of: answers) else { return nil }
            let baseline = evaluation.answers(of: evaluation.baseline, lengths: primary.lengths)
            let difference =
                column.name == evaluation.baseline ? nil : statistics.difference(of: answers, against: baseline)
            return PrimaryResult(
                column: column.name, endpoint: endpoint, lengths: primary.lengths, score: Estimate(mean),
                difference: difference.map { Estimate($0) })
        }
    }
}

extension ResultSources {
    /// The runs of a plan.
    init(_ plan: RunPlan) {
        self.init(
            training: plan.stages.map { run in
                Training(
                    folder: ExperimentFolder.stageName(run.identity), stage: run.stage.name, columns: run.columns,
                    seed: run.seed, triedRate: run.isCandidate ? run.stage.learningRate : nil)
            },
            answering: plan.evaluations.map { run in
                Answering(
                    folder: ExperimentFolder.evaluationName(run.identity), evaluation: run.index,
                    column: run.column.name, seed: run.seed)
            })
    }
}

extension Estimate {
    /// A mean with its interval.
    init(_ mean: MeanEstimate) {
        self.init(mean.mean, low: mean.lower, high: mean.upper)
    }

    /// A difference with its interval.
    init(_ difference: DifferenceEstimate) {
        self.init(difference.difference, low: difference.lower, high: difference.upper)
    }
}
