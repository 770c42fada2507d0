/// Elementary functions from additions, multiplications, divisions and square roots only, which IEEE 754 fixes to the
/// last bit; a C library's versions differ from machine to machine.
package enum Portable {
    /// Natural logarithm, by the series of atanh on the mantissa; minus infinity for numbers that are not positive.
    package static func log(_ value: Double) -> Double {
        guard value > 0 else { return -.infinity }
        var exponent = Double(value.exponent)
        var mantissa = value.significand  // 1 ..< 2
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio  // below 0.0295
        var sum = 1.0 / 25
        sum = sum * square + 1.0 / 23
        sum = sum * square + 1.0 / 21
        sum = sum * square + 1.0 / 19
        sum = sum * square + 1.0 / 17
        sum = sum * square + 1.0 / 15
        sum = sum * square + 1.0 / 13
        sum = sum * square + 1.0 / 11
        sum = sum * square + 1.0 / 9
        sum = sum * square + 1.0 / 7
        sum = sum * square + 1.0 / 5
        sum = sum * square + 1.0 / 3
        sum = sum * square + 1
        return exponent * 0.693_147_180_559_945_3 + 2 * ratio * sum
    }

    /// Natural exponential: a power of two times the Taylor series of what remains after multiples of ln 2.
    package static func exp(_ value: Double) -> Double {
        guard value > -746 else { return 0 }
        guard value < 710 else { return .infinity }
        let count = (value * 1.442_695_040_888_963_4).rounded()
        // ln 2 in two parts; count times the first one is exact.
        let rest = (value - count * 0x1.62e42feep-1) - count * 0x1.a39ef35793c76p-33  // |rest| ≤ ln 2 / 2
        var sum = 1.0
        for order in stride(from: 18.0, through: 1.0, by: -1.0) {
            sum = 1 + rest / order * sum
        }
        // Two factors, because 2^count alone may be beyond the range of Double.
        let half = Int(count) / 2
        return sum * powerOfTwo(half) * powerOfTwo(Int(count) - half)
    }

    /// cos(2π turn) and sin(2π turn) for a turn in 0 ..< 1, by the Taylor series on an eighth of the circle.
    package static func direction(ofTurn turn: Double) -> (cosine: Double, sine: Double) {
        let quarter = (turn * 4).rounded()
        let angle = (turn - quarter / 4) * 6.283_185_307_179_586  // |angle| ≤ π/4
        let square = angle * angle
        let (cosine, sine) = (cosine(square), angle * sineRatio(square))
        switch Int(quarter) % 4 {
        case 0: return (cosine, sine)
        case 1: return (-sine, cosine)
        case 2: return (-cosine, -sine)
        default: return (sine, -cosine)
        }
    }

    /// cos(x) from x².
    private static func cosine(_ square: Double) -> Double {
        var sum = -1 / 6_402_373_705_728_000.0
        sum = sum * square + 1 / 20_922_789_888_000.0
        sum = sum * square - 1 / 87_178_291_200.0
        sum = sum * square + 1 / 479_001_600.0
        sum = sum * square - 1 / 3_628_800.0
        sum = sum * square + 1 / 40_320.0
        sum = sum * square - 1 / 720.0
        sum = sum * square + 1 / 24.0
        sum = sum * square - 1 / 2.0
        return sum * square + 1
    }

    /// sin(x) / x from x².
    private static func sineRatio(_ square: Double) -> Double {
        var sum = 1 / 355_687_428_096_000.0
        sum = sum * square - 1 / 1_307_674_368_000.0
        sum = sum * square + 1 / 6_227_020_800.0
        sum = sum * square - 1 / 39_916_800.0
        sum = sum * square + 1 / 362_880.0
        sum = sum * square - 1 / 5_040.0
        sum = sum * square + 1 / 120.0
        sum = sum * square - 1 / 6.0
        return sum * square + 1
    }

    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }
}
