/// Tells training how much time has passed: an argument, so that a test can set the time.
package struct TrainingClock: Sendable {
    /// The time since a fixed moment.
    package let now: @Sendable () -> Duration

    /// A clock that reads `now`.
    package init(now: @escaping @Sendable () -> Duration) {
        self.now = now
    }

    /// The time since this call.
    package static func running() -> TrainingClock {
        let start = ContinuousClock.now
        return TrainingClock { ContinuousClock.now - start }
    }

    /// The time in seconds.
    var seconds: Double {
        now() / .seconds(1)
    }
}
