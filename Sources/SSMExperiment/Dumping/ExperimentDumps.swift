import SSMContext
import SSMEval
import SSMRecord
import SSMTensor

/// The dumps of an experiment: some samples of its first evaluation, read by some of its columns with the first seed.
struct ExperimentDumps {
    let context: RunContext
    let dump: Dump

    /// Dumps what is not there yet.
    ///
    /// - Throws: `RunError.interrupted` when the process is asked to stop, `DumpError`, and what a pass or a file throws.
    func make(onEvent: (RunEvent) -> Void) throws {
        let folder = try DumpFolder(context.folder.dumps)
        let runs = context.materials.plan.evaluations.filter { run in
            run.index == 0 && run.seed == context.experiment.seeds[0] && dump.columns.contains(run.column.name)
        }
        for (index, run) in runs.enumerated() {
            try make(run, in: folder) { sample in
                onEvent(
                    .dumped(
                        column: run.column.name, done: index * dump.samples + sample, total: runs.count * dump.samples))
            }
        }
        try checkGiven(in: folder)
    }

    /// Refuses a value that no strategy of any dumped column gives; one column's may well be unknown to another.
    private func checkGiven(in folder: DumpFolder) throws {
        let files = try DumpFolder.files(in: folder.url).filter { dump.columns.contains($0.strategy) }
        let missing = dump.selection.ofStrategies.subtracting(files.flatMap(\.sites))
        if !missing.isEmpty { throw DumpError.notGiven(names: missing.sorted(), found: []) }
    }

    private func make(_ run: EvaluationRun, in folder: DumpFolder, onSample: (Int) -> Void) throws {
        let questions = QuestionSet(run.evaluation, task: context.materials.evaluationTasks[0])
        let cell = dump.cell(of: run.evaluation)
        var column: DumpedColumn?
        for index in 0..<dump.samples {
            if context.settings.interrupt.isRaised { throw RunError.interrupted(run: "dumps") }
            let sample = try questions.sample(index, of: cell)
            guard let prompt = try sample.prompts.first?.encoded(with: context.materials.tokenizer) else { continue }
            let name = "\(run.column.name)-\(index).h5"
            let identity = try dump.selection.identity(of: prompt, from: run.identity.hexadecimal, seed: run.seed)
            if try folder.finished(name, identity) == nil {
                // Weights are read only for what is missing.
                let loaded = try column ?? DumpedColumn(run, in: context)
                column = loaded
                let recorder = try DumpRecorder(
                    loaded.runtime, tokenizer: context.materials.tokenizer, selection: dump.selection, folder: folder)
                let facts = DumpFacts(
                    identity: identity, model: loaded.model, strategy: run.column.name,
                    configuration: loaded.configuration, seed: run.seed, sample: sample.id, tokens: prompt.tokens.count)
                _ = try recorder.record(
                    prompt, as: name, facts: facts, key: context.key(of: run.seed).folding("answer"), isStrict: false)
            }
            onSample(index + 1)
        }
    }
}

/// A column as it answers, to look into.
private struct DumpedColumn {
    let runtime: StrategyRuntime
    let model: DumpedModel
    let configuration: String

    init(_ run: EvaluationRun, in context: RunContext) throws {
        let weights = try context.weights(of: run)
        let stack = try ColumnEvaluation(context: context, run: run, weights: weights).column(onEvent: { _ in })
        runtime = try StrategyRuntime(model: weights.model, stack: stack, parameters: weights.strategies)
        model = DumpedModel(
            hash: ContentHash(of: weights.model, strategies: weights.strategies).hexadecimal,
            name: context.experiment.name)
        configuration = try stack.describedForDumps()
    }
}
