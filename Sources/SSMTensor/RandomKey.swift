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
