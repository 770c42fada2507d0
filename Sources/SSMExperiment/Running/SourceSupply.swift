import SSMEval
import SSMText
import SSMTrain

/// Makes the tasks that an experiment names and opens its files, for the tokenizer of its model.
struct SourceSupply {
    let catalogs: Catalogs
    let tokenizer: any Tokenizer

    /// A task whose lengths are in tokens of the model.
    ///
    /// - Parameter key: the key that names it, for messages.
    /// - Throws: `TaskError`; `RunError.vocabulary` for one with words that the model lacks.
    func task(_ setting: TaskSetting, key: String) throws -> any EvaluationTask {
        let task = try catalogs.task(setting)
        let missing = task.vocabulary.filter { (try? tokenizer.encode($0)) == nil }
        guard missing.isEmpty else { throw RunError.vocabulary(key: key, task: setting.task, words: missing) }
        return task.measured(by: tokenizer)
    }

    /// What a stage trains on.
    ///
    /// - Parameter key: as for `task`.
    /// - Throws: as `task`; `InstructionError`, `StoreError`.
    func source(
        of data: TrainingData, key: String, onProgress: (InstructionProgress) -> Void
    ) throws -> TrainingSource {
        let parts: [TrainingSource.Part] = try data.sources.map { source in
            switch source.source {
            case .task(let setting, _):
                .task(try task(setting, key: key))
            case .instructions(let configuration):
                .instructions(try InstructionData(configuration, tokenizer: tokenizer, onProgress: onProgress))
            case .prepared(let configuration):
                .prepared(try PreparedData(configuration, tokenizer: tokenizer, onProgress: onProgress))
            }
        }
        return TrainingSource(data: data, parts: parts)
    }
}
