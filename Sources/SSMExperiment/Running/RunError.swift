package import SSMModel
package import SSMRecord

/// Why an experiment cannot run or go on.
package enum RunError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A run was stopped half-way and the user did not ask to go on.
    case needsResume(run: String, folder: String)
    /// A strategy of a column cannot work with the model.
    case column(name: String, problem: String)
    /// There is less memory than a part of the experiment needs.
    case memory(MemoryError)
    /// Evaluation needs words that training does not have.
    case vocabulary(key: String, task: String, words: [String])
    /// A column answers with a strategy whose parameters no stage trains and no checkpoint has.
    case untrained(column: String, parameter: String)
    /// The last checkpoint of a stage that is finished is missing or damaged.
    case finalCheckpoint(file: String, folder: String, reason: String)
    /// None of the learning rates that were tried came to a finite loss.
    case untunable(TuningResult)
    /// The process was asked to stop; what is done is saved.
    case interrupted(run: String)

    /// The exit code of the program: 3 configuration, 4 data, 75 interrupted.
    package var exitCode: Int32 {
        switch self {
        case .needsResume, .column, .memory, .vocabulary, .untunable: 3
        case .finalCheckpoint, .untrained: 4
        case .interrupted: 75
        }
    }

    package var description: String {
        switch self {
        case .needsResume(let run, let folder):
            "\(run) was stopped half-way; go on with --resume, or remove \(folder) to begin it again"
        case .column(let name, let problem):
            "column '\(name)': \(problem)"
        case .untrained(let column, let parameter):
            "column '\(column)': nothing has trained the parameter '\(parameter)' of its strategy; give a stage "
                + "'with-strategy: true', begin with a checkpoint that has it, or run with --untrained"
        case .memory(let error):
            error.description
        case .vocabulary(let key, let task, let words):
            "\(key): the task '\(task)' uses words that the model's vocabulary lacks: "
                + words.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (words.count > 8 ? ", …" : "")
                + "; only words of 'data' can be used"
        case .finalCheckpoint(let file, let folder, let reason):
            "\(file), the last checkpoint of a stage that is finished, cannot be used (\(reason)); restore the file, "
                + "or remove \(folder) to train the stage again"
        case .untunable(let result):
            "stage '\(result.stage)' for \(result.columns.joined(separator: ", ")): no learning rate of its tune came to a "
                + "finite validation loss on seed \(result.seed) ("
                + result.trials.map { "\($0.learningRate): \($0.problem ?? "no loss")" }.joined(separator: "; ")
                + "); name smaller ones"
        case .interrupted(let run):
            "interrupted in \(run); what is done is saved, go on with --resume"
        }
    }
}
