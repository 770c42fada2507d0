/// A key of random numbers: the same key gives the same numbers on every machine.
///
/// Keys form a tree. `key.folding("data")` and `key.folding(7)` give child keys that are independent of each other
/// and of their parent, so that adding a consumer somewhere never shifts the numbers of another.
///
/// - Source: SplitMix64 (Steele, Lea, Flood, 2014) as the mixing function; names are folded by FNV-1a.
public struct RandomKey: Sendable, Hashable, Codable {
    /// The 64 bits of the key.
    public let bits: UInt64

    /// The root key of a seed.
    public init(seed: UInt64) {
        bits = RandomKey.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    private init(bits: UInt64) {
        self.bits = bits
    }

    /// The child key of a name.
    public func folding(_ name: String) -> RandomKey {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return RandomKey(bits: RandomKey.mixed(bits ^ RandomKey.mixed(hash)))
    }

    /// The child key of a number.
    public func folding(_ number: Int) -> RandomKey {
        let salted = UInt64(bitPattern: Int64(number)) &+ 0xD1B5_4A32_D192_ED03
        return RandomKey(bits: RandomKey.mixed(bits ^ RandomKey.mixed(salted)))
    }

    /// A generator of the numbers of this key.
    public var generator: RandomGenerator {
        RandomGenerator(state: bits)
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

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

    /// A number from the normal distribution of mean 0 and variance 1 (Box-Muller, one of the pair).
    public mutating func normal() -> Double {
        let radius = (-2 * Portable.log(1 - uniform())).squareRoot()
        return radius * Portable.cosineOfTurn(uniform())
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

/// Elementary functions from additions, multiplications and square roots only, which IEEE 754 fixes to the last bit;
/// a C library's versions differ from machine to machine.
package enum Portable {
    /// Natural logarithm of a positive number, by the series of atanh on the mantissa.
    package static func log(_ value: Double) -> Double {
        guard value > 0 else { return -.infinity }
        var exponent = Double(value.exponent)
        var mantissa = value.significand  // 1 ..< 2
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        for odd in stride(from: 25.0, through: 1.0, by: -2.0) {
            sum = sum * square + 1 / odd
        }
        return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
    }

    /// Natural exponential: a power of two times the Taylor series of what remains after multiples of ln 2.
    package static func exp(_ value: Double) -> Double {
        guard value > -745 else { return 0 }
        guard value < 709 else { return .infinity }
        let count = (value / 0.693_147_180_559_945_3).rounded()
        let rest = value - count * 0.693_147_180_559_945_3
        var sum = 1.0
        for order in stride(from: 18.0, through: 1.0, by: -1.0) {
            sum = 1 + rest / order * sum
        }
        return sum * Double(sign: .plus, exponent: Int(count), significand: 1)
    }

    /// cos(2π turn) for a turn in 0 ..< 1, by the Taylor series on an eighth of the circle.
    static func cosineOfTurn(_ turn: Double) -> Double {
        let quarter = (turn * 4).rounded()
        let angle = (turn - quarter / 4) * 6.283_185_307_179_586  // |angle| ≤ π/4
        let square = angle * angle
        var cosine = 1.0
        var sine = 1.0
        for order in stride(from: 18.0, through: 2.0, by: -2.0) {
            cosine = 1 - square / (order * (order - 1)) * cosine
            sine = 1 - square / (order * (order + 1)) * sine
        }
        sine *= angle
        switch Int(quarter) % 4 {
        case 0: return cosine
        case 1: return -sine
        case 2: return -cosine
        default: return sine
        }
    }
}
