import Foundation
package import SSMRecord
import SSMStore
import SSMTrain

/// Runs an experiment: trains each stage once, answers with each column, scores.
///
/// What is finished is never done again; what was stopped half-way goes on when the settings say so.
package struct ExperimentRunner: Sendable {
    private let context: RunContext

    /// Takes the output folder of an experiment.
    ///
    /// - Throws: `RecordError` when the folder is another experiment's or another process holds it.
    package init(_ materials: Materials, settings: RunSettings) throws {
        context = RunContext(
            materials: materials, settings: settings,
            folder: try ExperimentFolder(settings.output, experiment: materials.experiment.name),
            provenance: try settings.provenance(
                of: materials.experiment, data: materials.dataReport))
    }

    /// The output folder.
    package var folder: ExperimentFolder { context.folder }

    /// Runs what is not finished, seed by seed, and scores everything.
    ///
    /// - Returns: the results, which are written to `results.json` too.
    /// - Throws: `RunError`, `TrainingError`, `StoreError`, `RecordError`, `StrategyError`, `TaskError` and what else a
    ///   run can end with; its state then says `failed` or `interrupted`.
    package nonisolated(nonsending) func run(onEvent: (RunEvent) -> Void = { _ in }) async throws -> Results {
        try JSONFile.write(text: context.experiment.resolvedYAML(), to: folder.configurationFile)
        try JSONFile.write(context.provenance, to: folder.provenanceFile)
        let runs = context.orderedRuns
        try JSONFile.write(runs.map(\.listed), to: folder.planFile)
        let finished = try runs.filter { try context.isFinished($0) }.count
        onEvent(.planned(runs: runs.count, finished: finished))
        if let report = context.materials.dataReport {
            try JSONFile.write(report, to: folder.dataFile)
            onEvent(.counted(report))
        }
        try checkNothingIsHalfDone(in: runs)
        var forecast = Forecast(runs.map { context.work(of: $0) })
        for (index, run) in runs.enumerated() {
            if try context.isFinished(run) {
                forecast.skip(index)
                continue
            }
            let run = try context.tuning.tuned(run)
            onEvent(.began(title: run.title, number: index + 1, runs: runs.count))
            let seconds = try await perform(run, onEvent: onEvent)
            forecast.finish(index, seconds: seconds)
            onEvent(
                .finished(
                    title: run.title, number: index + 1, runs: runs.count, seconds: seconds,
                    secondsLeft: forecast.secondsLeft))
            if let result = try context.tuning.result(completedBy: run) { onEvent(.tuned(result)) }
        }
        if let dump = context.experiment.dump {
            try ExperimentDumps(context: context, dump: dump).make(onEvent: onEvent)
        }
        let results = try ExperimentScorer(context.materials, folder: folder).results()
        try JSONFile.write(results, to: folder.resultsFile)
        onEvent(.scored(results))
        return results
    }

    /// Refuses to go on with what was stopped half-way, unless the user asks for it.
    private func checkNothingIsHalfDone(in runs: [PlannedRun]) throws {
        guard !context.settings.isResuming else { return }
        for run in runs {
            let state = try context.folder(of: run).state(title: run.title)
            if state.phase == .interrupted || state.phase == .failed {
                throw RunError.needsResume(run: run.title, folder: context.folder(of: run).url.relativePath)
            }
        }
    }

    /// Does one run and keeps its state.
    ///
    /// - Returns: the seconds that it took this time.
    private nonisolated(nonsending) func perform(
        _ run: PlannedRun, onEvent: (RunEvent) -> Void
    ) async throws -> Double {
        let folder = context.folder(of: run)
        var state = try folder.state(title: run.title)
        let before = state.seconds
        let start = context.settings.seconds
        var seconds: Double { context.settings.seconds - start }
        state.phase = .running
        state.error = nil
        try folder.write(state)
        try JSONFile.write(context.provenance, to: folder.provenanceFile)
        do {
            switch run {
            case .stage(let stage): try await train(stage, state: &state, onEvent: onEvent)
            case .evaluation(let evaluation):
                try await evaluate(evaluation, state: &state, onEvent: onEvent)
            }
        } catch {
            let isInterrupted = error.isInterruption
            state.phase = isInterrupted ? .interrupted : .failed
            state.error = isInterrupted ? nil : "\(error)"
            state.seconds = before + seconds
            // The fault that ended the run is the one to report, even when the disk refuses the state.
            try? folder.write(state)
            throw isInterrupted ? RunError.interrupted(run: run.title) : error
        }
        state.phase = .finished
        state.seconds = before + seconds
        try folder.write(state)
        return seconds
    }

    private nonisolated(nonsending) func train(
        _ run: StageRun, state: inout RunState, onEvent: (RunEvent) -> Void
    ) async throws {
        let source = context.materials.source(of: run)
        if context.materials.selection.entry(of: run)?.unties == true {
            onEvent(.unties(title: PlannedRun.stage(run).title))
        }
        var done = state.done
        let training = StageTraining(context: context, run: run, source: source)
        func watch(_ event: TrainingEvent) {
            if case .step(let report) = event { done = report.step }
            onEvent(.training(event))
        }
        if run.isCandidate {
            let trial = try await training.trial(onEvent: watch)
            try JSONFile.write(trial, to: context.folder.stage(run.identity).trialFile)
        } else {
            _ = try await training.train(onEvent: watch)
        }
        state.done = done
        state.total = run.stage.steps
    }

    private nonisolated(nonsending) func evaluate(
        _ run: EvaluationRun, state: inout RunState, onEvent: (RunEvent) -> Void
    ) async throws {
        let title = PlannedRun.evaluation(run).title
        if try !context.isAnswered(run, state) {
            let weights = try context.weights(of: run)
            state.done = try ColumnEvaluation(context: context, run: run, weights: weights).answer(
                title: title, onEvent: onEvent)
            // The number of contexts that are answered, so that a higher limit goes on.
            state.total = run.evaluation.contexts
        }
        try await run.judging(in: context)?.judge(title: title, onEvent: onEvent)
    }
}

extension Error {
    /// Whether the process was asked to stop.
    fileprivate var isInterruption: Bool {
        if case .interrupted? = self as? RunError { return true }
        if case .interrupted? = self as? TrainingError { return true }
        return false
    }
}
