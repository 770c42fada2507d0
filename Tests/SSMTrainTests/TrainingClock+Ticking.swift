import SSMTrain
import Synchronization

extension TrainingClock {
    /// A clock that is a second later each time it is read.
    static func ticking() -> TrainingClock {
        let ticks = TickCounter()
        return TrainingClock { .seconds(ticks.next()) }
    }
}

private final class TickCounter: Sendable {
    private let count = Atomic<Int>(0)

    func next() -> Int {
        count.add(1, ordering: .relaxed).newValue
    }
}
