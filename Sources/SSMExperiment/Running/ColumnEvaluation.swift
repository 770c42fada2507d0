import SSMContext
import SSMEval
import SSMModel
import SSMRecord
import SSMTensor

/// Answers the questions of one evaluation with one column and one seed, and writes the predictions.
struct ColumnEvaluation {
    let context: RunContext
    let run: EvaluationRun
    let weights: Weights

    private var folder: RunFolder { context.folder.evaluation(run.identity) }
    private var task: any EvaluationTask { context.materials.evaluationTasks[run.index] }

    /// Answers what is not answered yet.
    ///
    /// - Returns: how many answers the file has to the questions of this run.
    /// - Throws: `RunError.interrupted` when the process is asked to stop: what is answered by then is kept; and what
    ///   answering throws.
    func answer(title: String, onEvent: (RunEvent) -> Void) throws -> Int {
        let questions = QuestionSet(run.evaluation, task: task)
        let file = JSONLines<PredictionRecord>(folder.predictionsFile)
        var answered = Set(try file.read().records.map(\.prompt))
        let stack = try column(onEvent: onEvent)
        let runtime = try StrategyRuntime(model: weights.model, stack: stack, parameters: weights.strategies)
        let settings = context.settings
        let answering = Answering(
            runtime: runtime, tokenizer: context.materials.tokenizer, asking: run.evaluation.asking,
            key: context.key(of: run.seed).folding("answer"), seconds: { settings.seconds })
        let appender = try file.appender()
        var done = 0
        var total: Int?
        for cell in questions.cells {
            let items = try answering.items(of: try questions.samples(of: cell))
            let all = total ?? items.count * questions.cells.count
            total = all
            let open = items.filter { !answered.contains($0.prompt.id) }
            done += items.count - open.count
            for batch in answering.batches(of: open) {
                if settings.interrupt.isRaised { throw RunError.interrupted(run: title) }
                for (item, answer) in zip(batch, try answering.answers(to: batch)) {
                    answered.insert(item.prompt.id)
                    try appender.append(
                        PredictionRecord(
                            answer, to: item.prompt.questionIndex, of: item.sample, task: task,
                            run: run.identity.hexadecimal, promptTokens: item.tokens,
                            truncation: task.truncation(of: item.sample)))
                }
                try appender.sync()
                done += batch.count
                onEvent(.answered(title: title, done: done, total: max(all, done)))
            }
        }
        try observe(questions, with: runtime, title: title)
        return done
    }

    /// Records what the layers do and what probes read in their states, where the experiment asks for it.
    private func observe(_ questions: QuestionSet, with runtime: StrategyRuntime, title: String) throws {
        if context.experiment.isDiagnosing {
            let diagnosis = StateDiagnosis(
                runtime: runtime, tokenizer: context.materials.tokenizer,
                trainingLength: context.experiment.trainingLength ?? run.evaluation.lengths[0],
                key: context.key(of: run.seed).folding("diagnostics"))
            try JSONFile.write(diagnosis.observe(questions), to: folder.diagnosticsFile)
        }
        if let probe = run.evaluation.probe {
            let records = try JSONLines<PredictionRecord>(folder.predictionsFile).read().records
            let own = Dictionary(records.map { ($0.prompt, $0.score.isRight) }) { _, last in last }
            let probing = StateProbing(
                runtime: runtime, tokenizer: context.materials.tokenizer, task: task,
                key: context.key(of: run.seed).folding("probes"),
                interrupt: { if context.settings.interrupt.isRaised { throw RunError.interrupted(run: title) } })
            let found = try probing.observe(
                fittedOn: QuestionSet(probe, of: run.evaluation, task: task), asking: questions
            ) { own[$0] }
            try JSONFile.write(found, to: folder.probesFile(probe))
        }
    }

    /// The column's stack as it answers: calibrated when the experiment says so.
    func column(onEvent: (RunEvent) -> Void) throws -> StrategyStack {
        let stack = try context.materials.catalogs.stack(run.column.stack).acting(during: .answer)
        guard let calibration = run.calibration, let task = context.materials.calibrationTask else { return stack }
        return try ColumnCalibration(
            context: context, run: run, calibration: calibration, task: task, weights: weights
        ).calibrated(stack, onEvent: onEvent)
    }
}
