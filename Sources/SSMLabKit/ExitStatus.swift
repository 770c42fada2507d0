/// What the program tells the shell.
package enum ExitStatus: Int32, Sendable, Hashable {
    case success = 0
    /// The command line makes no sense.
    case usage = 2
    /// An experiment or a strategy's configuration is wrong.
    case configuration = 3
    /// A file of data, a model or a checkpoint is missing, damaged or does not fit.
    case data = 4
    /// A file could not be written.
    case disk = 5
    /// A signal stopped the run, which can be resumed.
    case interrupted = 75
}
