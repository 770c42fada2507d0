/// The stream of random numbers of one `RandomKey`.
///
/// The methods below are defined here, not by the standard library, whose algorithms may change.
public struct RandomGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(state: UInt64) {
        self.state = state
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return RandomKey.mixed(state)
    }

    /// A number uniform in 0 ..< 1 with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// An integer uniform in 0 ..< bound, without bias.
    ///
    /// - Precondition: `bound` is positive.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "below: the bound \(bound) is not positive")
        let range = UInt64(bound)
        let threshold = (0 &- range) % range
        while true {
            let (high, low) = next().multipliedFullWidth(by: range)
            if low >= threshold { return Int(high) }
        }
    }

    /// A number from the normal distribution of mean 0 and variance 1 (Box-Muller, the first of the pair).
    public mutating func normal() -> Double {
        normalPair().first
    }

    /// Two independent numbers from the normal distribution of mean 0 and variance 1 (Box-Muller).
    mutating func normalPair() -> (first: Double, second: Double) {
        let radius = (-2 * Portable.log(1 - uniform())).squareRoot()
        let direction = Portable.direction(ofTurn: uniform())
        return (radius * direction.cosine, radius * direction.sine)
    }

    /// The elements in random order (Fisher-Yates).
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for last in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(last, below(last + 1))
        }
        return result
    }

    /// `count` different numbers of 0 ..< bound, in random order (Floyd's algorithm, then a shuffle).
    ///
    /// - Precondition: 0 ≤ `count` ≤ `bound`.
    public mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
        precondition(count >= 0 && count <= bound, "distinct: \(count) numbers below \(bound)")
        var chosen: Set<Int> = []
        var order: [Int] = []
        for top in (bound - count)..<bound {
            let candidate = below(top + 1)
            let pick = chosen.contains(candidate) ? top : candidate
            chosen.insert(pick)
            order.append(pick)
        }
        return shuffled(order)
    }
}
