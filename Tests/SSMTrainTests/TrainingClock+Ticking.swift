import SSMTrain

extension TrainingClock {
    /// A clock that is a second later each time it is read.
    static func ticking() -> TrainingClock {
        let ticks = TickCounter()
        return TrainingClock { .seconds(ticks.next()) }
    }
}
