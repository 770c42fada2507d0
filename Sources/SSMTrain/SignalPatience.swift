/// Decides whether signals ask to stop at the next step, or at once.
package struct SignalPatience: Sendable {
    private var last: Duration?

    /// No signal has come yet.
    package init() {}

    /// Whether these signals follow each other, or one before, within a second.
    ///
    /// - Parameters:
    ///   - count: The number of signals that have come together.
    ///   - time: When.
    package mutating func isExhausted(by count: Int, at time: Duration) -> Bool {
        defer { last = time }
        if count > 1 { return true }
        return last.map { time - $0 <= .seconds(1) } ?? false
    }
}
