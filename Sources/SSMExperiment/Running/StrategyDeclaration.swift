import SSMContext
import SSMModel
import SSMTensor

/// Asks the strategies of an experiment which parameters they declare.
struct StrategyDeclaration {
    let catalogs: Catalogs
    /// A model of the experiment's shape; nil when no column has a strategy.
    let model: LanguageModel?

    /// What strategies declare, by "<label>/<name>"; the values mean nothing.
    func parameters(of column: Column, during phase: StrategyPhase) throws -> ParameterTree {
        guard let model else { return ParameterTree() }
        return try catalogs.stack(column.stack).acting(during: phase)
            .initialParameters(for: model, key: RandomKey(seed: 0))
    }

    /// Refuses a column that answers with strategies whose parameters nothing has trained.
    ///
    /// - Parameter known: parameters that the experiment's checkpoint has.
    /// - Throws: `RunError.untrained`.
    func checkTrained(_ experiment: Experiment, known: [String]) throws {
        guard !experiment.evaluations.isEmpty else { return }
        let isTraining = experiment.train.contains(where: \.withStrategy)
        for column in experiment.columns.all {
            let trained = Set(known + (isTraining ? try parameters(of: column, during: .train).names : []))
            if let name = try parameters(of: column, during: .answer).names.first(where: { !trained.contains($0) }) {
                throw RunError.untrained(column: column.name, parameter: name)
            }
        }
    }
}

extension LanguageModel {
    /// A model whose parameters are all zero: to ask strategies what they declare.
    init(zeros configuration: ModelConfiguration, on device: Device) throws(ModelError) {
        var parameters = ParameterTree()
        for (name, shape) in configuration.parameterShapes { parameters[name] = .zeros(shape, on: device) }
        try self.init(configuration, parameters: parameters, on: device)
    }
}
