public import Foundation

/// Tells a teacher the time and waits for it: an argument, so that a test need not wait.
public struct TeacherClock: Sendable {
    /// The time since a fixed moment.
    let now: @Sendable () -> Duration
    /// The date, for servers that name one.
    let date: @Sendable () -> Date
    /// Waits; throws when the task is cancelled meanwhile.
    let sleep: @Sendable (Duration) async throws -> Void

    /// A clock of three readings.
    public init(
        now: @escaping @Sendable () -> Duration, date: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
    }

    /// The machine's clock, since this call.
    public static func running() -> TeacherClock {
        let start = ContinuousClock.now
        return TeacherClock(
            now: { ContinuousClock.now - start }, date: { Date() }, sleep: { try await Task.sleep(for: $0) })
    }
}
