import SSMTrain
import Testing

@Suite struct LearningRateScheduleTests {
    private func rates(_ shape: LearningRateSchedule.Shape, warmup: Int, steps: Int) -> [Double] {
        let schedule = LearningRateSchedule(shape: shape, peak: 1, minimum: 0.2, warmupSteps: warmup, steps: steps)
        return (0..<steps).map(schedule.rate(at:))
    }

    @Test func `the warm-up rises in equal steps and its last step has the peak`() {
        let rates = rates(.constant, warmup: 4, steps: 7)
        #expect(rates == [0.25, 0.5, 0.75, 1, 1, 1, 1])
    }

    @Test func `the linear course ends at the minimum`() {
        let rates = rates(.linear, warmup: 2, steps: 6)
        for (rate, expected) in zip(rates, [0.5, 1, 0.8, 0.6, 0.4, 0.2]) {
            #expect(abs(rate - expected) < 1e-12)
        }
    }

    @Test func `the cosine course passes the middle half way and ends at the minimum`() {
        let rates = rates(.cosine, warmup: 0, steps: 5)
        let quarter = 0.6 + 0.4 * 0.5.squareRoot()
        for (rate, expected) in zip(rates, [1, quarter, 0.6, 1.2 - quarter, 0.2]) {
            #expect(abs(rate - expected) < 1e-12)
        }
    }

    @Test(arguments: LearningRateSchedule.Shape.allCases)
    func `one step has the peak, and so has a warm-up over all steps at its end`(_ shape: LearningRateSchedule.Shape) {
        #expect(rates(shape, warmup: 0, steps: 1) == [1])
        #expect(rates(shape, warmup: 3, steps: 3).last == 1)
    }

    @Test func `after the last step the rate stays`() {
        let schedule = LearningRateSchedule(shape: .linear, peak: 1, minimum: 0.2, warmupSteps: 0, steps: 3)
        #expect(schedule.rate(at: 100) == schedule.rate(at: 2))
    }
}
