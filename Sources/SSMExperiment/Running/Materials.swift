import Foundation
import SSMContext
package import SSMEval
package import SSMModel
import SSMRecord
package import SSMStore
package import SSMTensor
package import SSMText
package import SSMTrain

/// Everything that an experiment's runs share: tasks, tokenizer, the shape of the model and the plan.
package struct Materials: Sendable {
    /// The experiment.
    package let experiment: Experiment
    /// What it names.
    package let catalogs: Catalogs
    /// The tokenizer of the model.
    package let tokenizer: any Tokenizer
    /// The shape of the model.
    package let model: ModelConfiguration
    /// The model that the experiment begins with; nil when weights are drawn for each seed.
    package let origin: LoadedModel?
    /// The digest of that model, so that another file at the same path makes new runs; nil when weights are drawn for
    /// each seed.
    let modelDigest: String?
    /// What training uses.
    private let sources: [TrainingData: TrainingSource]
    /// The task of each evaluation.
    package let evaluationTasks: [any EvaluationTask]
    /// Who judges the answers of each evaluation; nil: nobody.
    let judges: [Judge?]
    /// The task that calibration uses.
    package let calibrationTask: (any EvaluationTask)?
    /// What every stage trains.
    let selection: TrainingSelection
    /// Whether strategies that no stage trains answer with their first parameters.
    let isUntrainedAllowed: Bool
    /// Roughly the memory that the runs hold.
    package let memory: ExperimentMemory
    /// The runs.
    package let plan: RunPlan

    /// Resolves what an experiment names, and checks what would otherwise fail only after training: strategies against
    /// the model, memory, the first and last sample of every length and depth, every row of a file.
    ///
    /// - Parameters:
    ///   - checker: opens a checkpoint of another program in a child process first; nil: such a file is refused.
    ///   - available: the memory that the runs can take; nil: what there is now.
    ///   - isUntrainedAllowed: whether strategies that no stage trains answer with their first parameters; otherwise
    ///     they are refused.
    ///   - onProgress: called while rows of instructions are counted.
    /// - Throws: `TaskError`, `RunError`, `ModelError`, `StoreError`, `TokenizerError`, `StrategyError`,
    ///   `InstructionError`.
    package init(
        _ experiment: Experiment, catalogs: Catalogs, device: Device, checker: ForeignFileChecker? = nil,
        available: AvailableMemory? = nil, isUntrainedAllowed: Bool = false,
        onProgress: (InstructionProgress) -> Void = { _ in }
    ) throws {
        self.experiment = experiment
        self.isUntrainedAllowed = isUntrainedAllowed
        self.catalogs = catalogs
        let available = available ?? .now  // before a checkpoint is read, whose weights are in the estimates
        var digest: String?
        switch experiment.model {
        case .fresh(let shape):
            origin = nil
            let words = try experiment.wordTokenizer(catalogs: catalogs)
            tokenizer = words
            model = shape.configuration(vocabularySize: words.vocabularySize)
        case .checkpoint(let path):
            let loaded = try LoadedModel(
                contentsOf: URL(fileURLWithPath: path), on: device, checker: checker)
            origin = loaded
            tokenizer = try loaded.textTokenizer()
            model = loaded.model.configuration
            digest = ContentHash(of: loaded.model, strategies: loaded.strategyParameters).hexadecimal
        }
        modelDigest = digest
        // With the texts of strategies, the vocabulary is no more told by the data alone.
        let isVocabularyTold = try origin != nil || experiment.writtenTexts(catalogs: catalogs).isEmpty
        let vocabularyDigest =
            isVocabularyTold ? nil : ContentHash(of: Data(tokenizer.json.utf8)).hexadecimal
        try Self.check(experiment.columns.all, with: catalogs, for: model, tokenizer: tokenizer)
        memory = try ExperimentMemory(experiment, model: model, catalogs: catalogs)
        try memory.check(available)
        let declaration = StrategyDeclaration(
            catalogs: catalogs,
            model: try experiment.columns.all.allSatisfy(\.stack.isEmpty)
                ? nil : origin?.model ?? LanguageModel(zeros: model, on: device))
        selection = try TrainingSelection(experiment, model: model) {
            try declaration.parameters(of: $0, during: .train)
        }
        if !isUntrainedAllowed {
            try declaration.checkTrained(experiment, known: origin?.strategyParameters.names ?? [])
        }
        let supply = SourceSupply(catalogs: catalogs, tokenizer: tokenizer)
        evaluationTasks = try experiment.evaluations.map { try supply.task($0.setting, key: "evaluate") }
        calibrationTask = try experiment.calibration.map { try supply.task($0.setting, key: "calibrate") }
        judges = try zip(experiment.evaluations, evaluationTasks).map { evaluation, task in
            guard let model = evaluation.judge, let task = task as? any JudgedTask else { return nil }
            return try Judge(model, of: task)
        }
        try Self.checkSamples(of: zip(experiment.evaluations, evaluationTasks).map { QuestionSet($0, task: $1) })
        try Self.check(experiment.dump, of: experiment.evaluations, evaluationTasks, for: model)
        if let calibration = experiment.calibration, let calibrationTask {
            try Self.checkSamples(of: [QuestionSet(calibration, task: calibrationTask)])
        }
        var sources: [TrainingData: TrainingSource] = [:]
        for (key, data, lengths) in experiment.trainingLengths {
            let source = try sources[data] ?? supply.source(of: data, key: key, onProgress: onProgress)
            for length in lengths { try source.check(length: length) }
            sources[data] = source
        }
        self.sources = sources
        let tokenizer = tokenizer
        plan = try experiment.expanded(
            modelDigest: digest ?? vocabularyDigest,
            dataDigests: sources.compactMapValues { $0.digest(with: tokenizer) },
            evaluationDigests: evaluationTasks.map { task throws(TaskError) in try task.contentDigest() },
            strategyDigests: Self.fileDigests(of: experiment.columns.all, with: catalogs),
            versions: catalogs.taskVersions)
    }

    /// What a stage of training takes its samples from.
    func source(of run: StageRun) -> TrainingSource {
        guard let source = sources[run.data] else {
            preconditionFailure("the stage \(run.stage.name) trains on data that are not those of the experiment")
        }
        return source
    }

    /// What all stages train on, as far as there is something to report; nil where each has one task.
    package var dataReport: DataReport? {
        var seen: Set<TrainingData> = []
        let used = experiment.trainingLengths.map(\.data).filter { seen.insert($0).inserted }
        let reported = used.compactMap { sources[$0]?.report }.flatMap(\.sources)
        return reported.isEmpty ? nil : DataReport(reported)
    }

    /// Refuses strategies that cannot work with the model or write what it has no tokens for, and names the column.
    private static func check(
        _ columns: [Column], with catalogs: Catalogs, for model: ModelConfiguration, tokenizer: any Tokenizer
    ) throws {
        for column in columns {
            for entry in try catalogs.stack(column.stack).entries {
                do throws(StrategyError) {
                    try entry.strategy.check(for: model)
                } catch {
                    throw RunError.column(name: column.name, problem: "\(error)")
                }
                if let text = entry.strategy.texts.first(where: { (try? tokenizer.encode($0)) == nil }) {
                    throw RunError.column(
                        name: column.name,
                        problem: "strategy '\(entry.label)' writes '\(text)', which the model's vocabulary cannot "
                            + "express; train the model in an experiment with this column, or set another text")
                }
            }
        }
    }

    /// The digests of the files that strategies read; of those that read none, nothing.
    ///
    /// - Throws: `RunError.column` for a file that cannot be read.
    private static func fileDigests(
        of columns: [Column], with catalogs: Catalogs
    ) throws -> [StackEntry: [String]] {
        var digests: [StackEntry: [String]] = [:]
        for column in columns {
            for (entry, strategy) in zip(column.stack, try catalogs.stack(column.stack).entries.map(\.strategy))
            where !strategy.files.isEmpty && digests[entry] == nil {
                do throws(StoreError) {
                    digests[entry] = try strategy.files.map { path throws(StoreError) in
                        try InputFile(path: path).digest(from: 0).hexadecimal
                    }
                } catch {
                    throw RunError.column(name: column.name, problem: "\(error)")
                }
            }
        }
        return digests
    }

    /// Makes the first and the last sample of every length and depth: a context that cannot hold its evidence is refused
    /// here, and so is a file that has fewer.
    private static func checkSamples(of sets: [QuestionSet]) throws(TaskError) {
        for questions in sets {
            for cell in questions.cells {
                for index in Set([0, questions.contexts - 1]).sorted() {
                    _ = try questions.sample(index, of: cell)
                }
            }
        }
    }

    /// Refuses a dump of layers that the model lacks or of samples that cannot be made.
    private static func check(
        _ dump: Dump?, of evaluations: [Evaluation], _ tasks: [any EvaluationTask], for model: ModelConfiguration
    ) throws {
        guard let dump, let first = evaluations.first else { return }
        try dump.selection.check(for: model)
        _ = try QuestionSet(first, task: tasks[0]).sample(0, of: dump.cell(of: first))
    }
}

extension Experiment {
    /// What the experiment and its stages train on with the key that says so, and the lengths between which they do.
    fileprivate var trainingLengths: [(key: String, data: TrainingData, lengths: [Int])] {
        let own = data.map { [("data", $0, [$0.length])] } ?? []
        return own
            + stages.compactMap { stage in
                guard let data = stage.data ?? data else { return nil }
                let curriculum = stage.configuration.curriculum
                return (
                    stage.data == nil ? "data" : "train.\(stage.configuration.name).data", data,
                    [curriculum?.start, curriculum?.maximum ?? data.length].compactMap(\.self)
                )
            }
    }
}

extension ModelShape {
    /// The model's own configuration.
    package func configuration(vocabularySize: Int) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: vocabularySize, width: width, layers: layers, state: state, innerWidth: expand * width,
            convolutionWidth: convolutionKernel, timeStepRange: Float(timeStepMinimum)...Float(timeStepMaximum))
    }
}
