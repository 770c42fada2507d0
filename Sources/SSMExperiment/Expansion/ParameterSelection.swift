import SSMModel
import SSMTrain

/// Which parameters a stage trains besides adapters: all of them, or those that its `trainable` names.
struct ParameterSelection {
    /// Names of all parameters that the stage can train: the model's by their checkpoint names, the strategies' by
    /// "<label>/<name>".
    let names: [String]
    /// Those that it trains.
    let trained: Set<String>

    /// The selection of a stage.
    ///
    /// Without `trainable` everything trains; with `lora` and without `trainable`, what strategies declare and nothing
    /// of the model.
    ///
    /// - Parameter strategies: names of what the stage's strategies declare.
    init(stage: StageConfiguration, model: ModelConfiguration, strategies: [String]) {
        let own = model.parameterShapes.map(\.name)
        names = own + strategies
        if let patterns = stage.trainable {
            trained = Set(names.filter { name in patterns.contains { $0.matches(name) } })
        } else {
            trained = Set(stage.lora == nil ? names : strategies)
        }
    }
}
