import SSMContext
import SSMModel
import SSMTensor
import SSMTrain

/// What every stage trains for every column, checked before anything runs.
struct TrainingSelection: Sendable {
    /// What one stage trains for one column.
    struct Entry: Sendable {
        /// Elements of the trained parameters and adapters.
        let trained: Int
        /// Elements of all parameters and adapters.
        let total: Int
        /// Whether the model's embedding and head become two matrices.
        let unties: Bool
    }

    private struct Key: Hashable {
        let stage: String
        let column: String
    }

    private var entries: [Key: Entry] = [:]

    /// What the stages of an experiment train.
    ///
    /// A pattern must match a parameter in one of the columns: with a stack of strategies each, columns share stages.
    ///
    /// - Parameters:
    ///   - model: the shape of the model that the first stage begins with.
    ///   - strategies: what the strategies of a column declare, by "<label>/<name>".
    /// - Throws: `ConfigurationError` for a pattern that matches nothing, for a matrix that trains itself and has an
    ///   adapter, and for a stage that trains nothing; what `strategies` throws.
    init(
        _ experiment: Experiment, model: ModelConfiguration, strategies: (Column) throws -> ParameterTree
    ) throws {
        var model = model
        let declared = try experiment.columns.all.map { column in
            experiment.train.contains(where: \.withStrategy) && !column.training.isEmpty
                ? try strategies(column) : ParameterTree()
        }
        for (index, stage) in experiment.train.enumerated() {
            let selections = declared.map { declared in
                ParameterSelection(stage: stage, model: model, strategies: stage.withStrategy ? declared.names : [])
            }
            let check = PatternCheck(stage: stage, path: ["train", String(index)], places: experiment.places)
            try check.checkTargets(for: model)
            try check.checkTrainable(selections, columns: experiment.columns.all.map(\.name), model: model)
            let unties = stage.lora?.unties(model) ?? false
            for (column, (selection, declared)) in zip(experiment.columns.all, zip(selections, declared)) {
                entries[Key(stage: stage.name, column: column.name)] = Entry(
                    selection, stage: stage, model: model, declared: declared, unties: unties)
            }
            if unties { model.tiesEmbeddings = false }
        }
    }

    /// What a run of training trains.
    func entry(of run: StageRun) -> Entry? {
        run.columns.first.flatMap { entries[Key(stage: run.stage.name, column: $0)] }
    }
}

extension TrainingSelection.Entry {
    fileprivate init(
        _ selection: ParameterSelection, stage: StageConfiguration, model: ModelConfiguration, declared: ParameterTree,
        unties: Bool
    ) {
        let shapes = Dictionary(uniqueKeysWithValues: model.parameterShapes.map { ($0.name, $0.shape) })
        func count(_ names: some Sequence<String>) -> Int {
            names.reduce(0) { $0 + (shapes[$1].map { $0.reduce(1, *) } ?? declared[$1]?.count ?? 0) }
        }
        let adapters = stage.lora?.parameterCount(in: model) ?? 0
        self.init(
            trained: count(selection.trained) + adapters, total: count(selection.names) + adapters, unties: unties)
    }
}
