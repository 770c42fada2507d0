/// How long the remaining runs will take, from the time that the finished ones took for their work.
struct Forecast {
    private var open: [Double]
    private var work = 0.0
    private var seconds = 0.0

    /// A forecast of runs with these amounts of work.
    init(_ work: [Double]) {
        open = work
    }

    /// A run need not be done.
    mutating func skip(_ index: Int) {
        open[index] = 0
    }

    /// A run is done.
    mutating func finish(_ index: Int, seconds: Double) {
        work += open[index]
        self.seconds += seconds
        open[index] = 0
    }

    /// The estimate for what is open; 0 before anything is known.
    var secondsLeft: Double {
        work > 0 ? seconds / work * open.reduce(0, +) : 0
    }
}
