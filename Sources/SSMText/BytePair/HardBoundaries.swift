/// Where a word can be cut without changing its tokens: between two characters that are neighbours in no merged token.
///
/// A merge across the place would give a token in which the two characters are neighbours. So what stands between two
/// such places can be merged for itself, and be kept in the cache: a whole text may be one word.
struct HardBoundaries: Sendable {
    /// Pairs of characters below 128, or of any bytes, as bits.
    private var dense: [UInt64]
    /// Other pairs.
    private var sparse: Set<UInt64> = []
    private let denseBits: UInt32

    /// - Parameter denseBits: the characters below 2^`denseBits` are looked up in a table of bits.
    private init(denseBits: UInt32) {
        self.denseBits = denseBits
        dense = [UInt64](repeating: 0, count: 1 << (2 * denseBits) / 64)
    }

    /// Boundaries between the characters of merged tokens.
    static func betweenScalars(of tokens: some Sequence<[UInt8]>) -> HardBoundaries {
        var boundaries = HardBoundaries(denseBits: 7)
        for token in tokens {
            let span = token.span
            var position = 0
            var left: UInt32?
            while position < span.count {
                let scalar = span.scalar(at: position)
                if let left { boundaries.join(left, scalar.value) }
                left = scalar.value
                position += scalar.byteCount
            }
        }
        return boundaries
    }

    /// Boundaries between the bytes of merged tokens.
    static func betweenBytes(of tokens: some Sequence<[UInt8]>) -> HardBoundaries {
        var boundaries = HardBoundaries(denseBits: 8)
        for token in tokens {
            for index in token.indices.dropFirst() {
                boundaries.join(UInt32(token[index - 1]), UInt32(token[index]))
            }
        }
        return boundaries
    }

    private mutating func join(_ left: UInt32, _ right: UInt32) {
        if (left | right) >> denseBits == 0 {
            let bit = Int(left << denseBits | right)
            dense[bit / 64] |= 1 << UInt64(bit % 64)
        } else {
            sparse.insert(UInt64(left) << 32 | UInt64(right))
        }
    }

    /// Whether no merged token has the two as neighbours.
    func separates(_ left: UInt32, _ right: UInt32) -> Bool {
        if (left | right) >> denseBits == 0 {
            let bit = Int(left << denseBits | right)
            return dense[bit / 64] >> UInt64(bit % 64) & 1 == 0
        }
        return !sparse.contains(UInt64(left) << 32 | UInt64(right))
    }
}
