/// The merges of a byte-pair vocabulary: what two neighbours become, and which pair goes first.
struct MergeTable: Sendable {
    /// What `merge(_:_:)` gives for two tokens that do not merge; greater than every merge.
    static let none = UInt64.max

    private struct Slot {
        var pair: UInt64
        var merge: UInt64
    }

    private var slots: [Slot]
    private let shift: UInt64
    /// No two tokens are numbered so.
    private static let free = UInt64.max

    /// An empty table for as many merges.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while 1 << bits < 2 * capacity { bits += 1 }
        shift = 64 - bits
        slots = [Slot](repeating: Slot(pair: Self.free, merge: Self.none), count: 1 << Int(bits))
    }

    /// Adds a merge; of two for the same pair the later one stays, as in the `tokenizers` package.
    ///
    /// - Precondition: there are no more of them than the capacity.
    mutating func insert(_ left: Int32, _ right: Int32, rank: Int, result: Int32) {
        let pair = Self.pair(left, right)
        var slot = place(pair)
        while slots[slot].pair != Self.free && slots[slot].pair != pair { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Slot(pair: pair, merge: UInt64(rank) << 32 | UInt64(UInt32(bitPattern: result)))
    }

    /// The merge of two tokens: its rank in the upper half and the token that it gives in the lower one, so that the
    /// merge to do first is the smallest number; `none` where they do not merge.
    func merge(_ left: Int32, _ right: Int32) -> UInt64 {
        let pair = Self.pair(left, right)
        let slots = slots.span
        var slot = place(pair)
        while true {
            let found = slots[slot]
            if found.pair == pair { return found.merge }
            if found.pair == Self.free { return Self.none }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// The token that a merge gives.
    static func result(_ merge: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: merge)
    }

    private func place(_ pair: UInt64) -> Int {
        let mixed = (pair ^ pair >> 32) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ pair &* 0xD6E8_FEB8_6659_FD93) >> shift)
    }

    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}
