import Foundation

/// Times work that is repeated.
enum Stopwatch {
    /// What one run took, in seconds.
    struct Times {
        /// Of the processor, by all threads of this process.
        let cpu: Double
        /// As it passed.
        let wall: Double
    }

    /// The times of one run.
    static func times(_ body: () throws -> Void) rethrows -> Times {
        let clock = ContinuousClock()
        let (start, busy) = (clock.now, processorSeconds)
        try body()
        return Times(cpu: processorSeconds - busy, wall: (clock.now - start) / .seconds(1))
    }

    /// What this process has taken of the processor.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds of the fastest run of at least three, more while they are short; the first one warms up.
    static func fastest(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(1)
        var best = Duration.seconds(Int.max)
        var runs = 0
        while runs < 3 || (clock.now < end && runs < 100) {
            let start = clock.now
            try body()
            best = min(best, clock.now - start)
            runs += 1
        }
        return best / .seconds(1)
    }
}
