/// Why training could not begin or go on.
package enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A key of a stage is out of range.
    case invalidStage(stage: String, key: String, problem: String)
    /// An example has no tokens.
    case emptyExample(id: String)
    /// No row of a step's examples has a weight above 0.
    case nothingToLearn(stage: String, step: Int, firstExample: String)
    /// A loss or a gradient is infinite or not a number.
    case notFinite(quantity: String, stage: String, step: Int, lastCheckpoint: Int?)
    /// A curriculum cannot see the quantity that it moves at.
    case competenceUnknown(stage: String, key: String)
    /// The newest checkpoint of the folder is not one of this run.
    case foreignCheckpoint(folder: String, step: Int, problem: String)
    /// The folder holds checkpoints that a new run would mix with its own.
    case checkpointsPresent(folder: String)
    /// A file of metrics cannot be read or written.
    case metrics(file: String, problem: String)
    /// The process was asked to stop; the checkpoint of `step` is written.
    case interrupted(stage: String, step: Int)

    /// What happened, and what to do.
    package var description: String {
        switch self {
        case .invalidStage(let stage, let key, let problem):
            "stage \(stage): \(key) \(problem)"
        case .emptyExample(let id):
            "training example \(id) has no tokens; give it a context, or a length above 0"
        case .nothingToLearn(let stage, let step, let firstExample):
            "stage \(stage), step \(step): no row of the examples from \(firstExample) on has a weight; "
                + "give them targets or set loss.other above 0"
        case .notFinite(let quantity, let stage, let step, let lastCheckpoint):
            "stage \(stage), step \(step): \(quantity) is not finite; "
                + (lastCheckpoint.map { "the last good checkpoint is of step \($0); " }
                    ?? "there is no checkpoint yet; ")
                + "a lower learning-rate, more warmup-steps or a smaller clip may help"
        case .competenceUnknown(let stage, let key):
            "stage \(stage): the curriculum moves at \(key), which this loss does not report"
        case .foreignCheckpoint(let folder, let step, let problem):
            "\(folder): the checkpoint of step \(step) is not of this run (\(problem)); choose another folder"
        case .checkpointsPresent(let folder):
            "\(folder) holds checkpoints of an earlier run; resume it or choose another folder"
        case .metrics(let file, let problem):
            "\(file): \(problem)"
        case .interrupted(let stage, let step):
            "interrupted in stage \(stage) after step \(step); the checkpoint is written, resume to go on"
        }
    }
}
