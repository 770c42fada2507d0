import Foundation

/// Decides what each signal asks for: to stop at the next step, nothing new, or to stop at once.
///
/// Programs such as `timeout` signal a process and its group within milliseconds, which is one request. Only a person
/// who presses Ctrl-C again asks for more; who sends SIGTERM again has SIGKILL for that.
package struct SignalPatience: Sendable {
    /// What a signal asks for.
    package enum Request: Sendable, Hashable {
        /// To save and stop.
        case stop
        /// What was asked for before.
        case same
        /// To stop at once.
        case abort
    }

    /// How long after the first signal others belong to the same request.
    private static let grace = Duration.milliseconds(200)

    private var first: Duration?

    /// Whether a signal has come.
    package var hasRequest: Bool { first != nil }

    /// No signal has come yet.
    package init() {}

    /// What a signal asks for, after those before it.
    ///
    /// - Parameters:
    ///   - number: The signal.
    ///   - time: When it has come.
    package mutating func request(by number: Int32, at time: Duration) -> Request {
        guard let first else {
            first = time
            return .stop
        }
        return number == SIGINT && time - first > SignalPatience.grace ? .abort : .same
    }
}
