package import SSMRecord
package import SSMTrain

/// What a running experiment tells whoever watches it.
package enum RunEvent: Sendable {
    /// The experiment begins: the number of its runs and how many of them are finished already.
    case planned(runs: Int, finished: Int)
    /// Rows of a file are counted.
    case counting(InstructionProgress)
    /// What training takes its examples from: what files hold, and what was left out.
    case counted(DataReport)
    /// A run begins or goes on: the `number`-th of `runs`, from 1.
    case began(title: String, number: Int, runs: Int)
    /// Training tells something.
    case training(TrainingEvent)
    /// The adapters that a run of training begins with stand beside one of the model's embedding and head, one matrix so
    /// far: merged, these are two.
    case unties(title: String)
    /// All learning rates of a stage are tried, and one of them is chosen; none when no loss is finite.
    case tuned(TuningResult)
    /// A column's strategies calibrate themselves.
    case calibrating(title: String)
    /// Calibration has changed a strategy's configuration.
    case calibrated(strategy: String, configuration: String)
    /// Prompts are answered.
    case answered(title: String, done: Int, total: Int)
    /// Answers are judged.
    case judged(title: String, done: Int, total: Int)
    /// A run is finished; `secondsLeft` is the estimate for all that remain.
    case finished(title: String, number: Int, runs: Int, seconds: Double, secondsLeft: Double)
    /// Samples are dumped, or found dumped already, of a column; counted over all columns.
    case dumped(column: String, done: Int, total: Int)
    /// Everything is scored.
    case scored(Results)
}
