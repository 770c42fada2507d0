/// How far a run has come, as its folder says.
package struct RunState: Sendable, Hashable, Codable {
    /// The states of a run.
    package enum Phase: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nothing is done yet.
        case pending
        /// A process works on it, or was killed while it did.
        case running
        /// All is done: it is never run again.
        case finished
        /// It ended with an error.
        case failed
        /// It was stopped and can go on.
        case interrupted
    }

    /// The state.
    package var phase: Phase
    /// What the run is, in words: "base, seed 0".
    package var title: String
    /// Steps of a stage, or prompts of an evaluation, that are done.
    package var done: Int
    /// What a finished run has done in all: the steps of a stage, or the contexts of each length and depth that an
    /// evaluation answered; nil before.
    package var total: Int?
    /// Seconds of work so far, over all processes.
    package var seconds: Double
    /// The error of a run that failed.
    package var error: String?

    /// A state.
    package init(
        _ phase: Phase, title: String, done: Int = 0, total: Int? = nil, seconds: Double = 0, error: String? = nil
    ) {
        self.phase = phase
        self.title = title
        self.done = done
        self.total = total
        self.seconds = seconds
        self.error = error
    }
}
