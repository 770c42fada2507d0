import SSMRecord
import SSMTrain

/// What the learning rates that an experiment tries came to, and the choices that follow.
struct LearningRateTuning: Sendable {
    let plan: RunPlan
    let folder: ExperimentFolder

    /// What a run that tries a learning rate came to; nil before its end.
    ///
    /// - Throws: `RecordError.unreadable`.
    func trial(of run: StageRun) throws(RecordError) -> RateTrial? {
        try JSONFile.readIfPresent(RateTrial.self, from: folder.stage(run.identity).trialFile)
    }

    /// Every choice whose rates are all tried, in the order of the plan.
    ///
    /// - Throws: `RecordError.unreadable`.
    func results() throws(RecordError) -> [TuningResult] {
        var seen: Set<[ContentHash]> = []
        var results: [TuningResult] = []
        for run in plan.stages where !run.candidates.isEmpty && seen.insert(run.candidates).inserted {
            if let result = try result(of: run.candidates) { results.append(result) }
        }
        return results
    }

    /// The choice for which a run tried the last rate; nil for other runs, and while other rates are to be tried.
    ///
    /// - Throws: `RecordError.unreadable`.
    func result(completedBy run: PlannedRun) throws(RecordError) -> TuningResult? {
        guard case .stage(let candidate) = run, candidate.isCandidate,
            let tuned = plan.stages.first(where: { $0.candidates.contains(candidate.identity) })
        else { return nil }
        return try result(of: tuned.candidates)
    }

    /// The run with the learning rate that was chosen for it; other runs as they are.
    ///
    /// - Throws: `RunError.untunable` when no rate came to a finite loss; `RecordError.unreadable`.
    func tuned(_ run: PlannedRun) throws -> PlannedRun {
        guard case .stage(let stage) = run, !stage.candidates.isEmpty else { return run }
        guard let result = try result(of: stage.candidates) else {
            preconditionFailure("\(run.title) comes before the learning rates that it chooses from are tried")
        }
        guard let rate = result.chosen else { throw RunError.untunable(result) }
        return .stage(stage.tuned(to: rate))
    }

    /// The choice among some runs; nil while one of them is not at its end.
    private func result(of candidates: [ContentHash]) throws(RecordError) -> TuningResult? {
        let runs = plan.stages.filter { candidates.contains($0.identity) }
        guard let first = runs.first else { return nil }
        var trials: [RateTrial] = []
        for run in runs {
            guard let trial = try trial(of: run) else { return nil }
            trials.append(trial)
        }
        return TuningResult(
            stage: first.stage.name, columns: first.columns, seed: first.seed, samples: first.stage.validationSamples,
            trials: trials)
    }
}

extension RunContext {
    /// The learning rates that the experiment tries.
    var tuning: LearningRateTuning { LearningRateTuning(plan: materials.plan, folder: folder) }
}
