import Foundation
import SSMTeacher
import Synchronization

/// A clock whose waits are over at once, and are written down.
final class VirtualClock: Sendable {
    private let state = Mutex((now: Duration.zero, waits: [Duration]()))
    let date = Date(timeIntervalSince1970: 1_000_000_000)

    /// How long was waited, each time, in seconds.
    var waits: [Double] { state.withLock { $0.waits.map { $0 / .seconds(1) } } }

    var clock: TeacherClock {
        TeacherClock(
            now: { self.state.withLock { $0.now } }, date: { self.date },
            sleep: { duration in
                self.state.withLock { state in
                    state.now += duration
                    state.waits.append(duration)
                }
            })
    }
}
