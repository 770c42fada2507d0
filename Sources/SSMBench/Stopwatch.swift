/// Times work that is repeated.
enum Stopwatch {
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
