import SSMEval
import SSMRecord

/// A run of either kind.
enum PlannedRun: Sendable {
    case stage(StageRun)
    case evaluation(EvaluationRun)

    var seed: UInt64 {
        switch self {
        case .stage(let run): run.seed
        case .evaluation(let run): run.seed
        }
    }

    /// What the run is, in words.
    var title: String {
        switch self {
        case .stage(let run):
            "train \(run.stage.name)"
                + (run.isCandidate ? run.stage.learningRate.map { " at the rate \($0)" } ?? "" : "")
                + (run.stack.isEmpty ? "" : " for \(run.columns.listedColumns)") + ", seed \(run.seed)"
        case .evaluation(let run):
            "\(run.column.name) on \(run.evaluation.subject), seed \(run.seed)"
        }
    }
}

extension PlannedRun {
    /// Where the run is, as the plan of the experiment's folder lists it.
    var listed: PlannedFolder {
        switch self {
        case .stage(let run): PlannedFolder(folder: ExperimentFolder.stageName(run.identity), title: title)
        case .evaluation(let run): PlannedFolder(folder: ExperimentFolder.evaluationName(run.identity), title: title)
        }
    }
}

extension RunContext {
    /// All runs: those on seeds that learning rates are tried on, then seed by seed, so that the first results come early;
    /// within a seed stages before evaluations.
    var orderedRuns: [PlannedRun] {
        let seeds = experiment.seeds
        return materials.plan.stages.filter { !seeds.contains($0.seed) }.map(PlannedRun.stage)
            + seeds.flatMap { seed -> [PlannedRun] in
                materials.plan.stages.filter { $0.seed == seed }.map(PlannedRun.stage)
                    + materials.plan.evaluations.filter { $0.seed == seed }.map(PlannedRun.evaluation)
            }
    }

    /// The folder of a run.
    func folder(of run: PlannedRun) -> RunFolder {
        switch run {
        case .stage(let run): folder.stage(run.identity)
        case .evaluation(let run): folder.evaluation(run.identity)
        }
    }

    /// Whether a run need not be done. A trial of a learning rate without its outcome is not finished, nor is an
    /// evaluation that is not answered in full or not judged.
    func isFinished(_ run: PlannedRun) throws -> Bool {
        let state = try folder(of: run).state(title: run.title)
        guard state.phase == .finished else { return false }
        if case .stage(let stage) = run {
            return try !stage.isCandidate || tuning.trial(of: stage) != nil
        }
        guard case .evaluation(let evaluation) = run else { return true }
        return try isAnswered(evaluation, state)
            && evaluation.judging(in: self).map { try $0.unjudged().records.isEmpty } ?? true
    }

    /// Whether an evaluation has its answers and what probes read: one that was limited has them for at most that
    /// limit, and one whose predictions were lost has them no more.
    func isAnswered(_ run: EvaluationRun, _ state: RunState) throws(RecordError) -> Bool {
        guard (state.total ?? 0) >= run.evaluation.contexts else { return false }
        let folder = folder.evaluation(run.identity)
        guard try JSONLines<PredictionRecord>(folder.predictionsFile).read().records.count >= state.done else {
            return false
        }
        guard let probe = run.evaluation.probe else { return true }
        return try JSONFile.readIfPresent([ProbedLength].self, from: folder.probesFile(probe)) != nil
    }

    /// Roughly how much there is to do, in tokens of a forward pass.
    func work(of run: PlannedRun) -> Double {
        switch run {
        case .stage(let run):
            return 3 * Double(run.stage.steps * run.stage.accumulation * run.stage.batchTokens)
        case .evaluation(let run):
            let places = max(1, run.evaluation.depths.count)
            return Double(run.evaluation.lengths.reduce(0, +) * places * run.evaluation.contexts)
        }
    }
}
