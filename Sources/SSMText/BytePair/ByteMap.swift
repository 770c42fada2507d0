/// A table from byte strings to numbers.
///
/// Keys are compared byte by byte: as Swift texts, "é" and "e" with a combining accent would be one key.
struct ByteMap: Sendable {
    private var keys: [UInt8] = []
    private var ends: [Int] = [0]
    private var values: [Int32] = []
    /// One more than the index of an entry, 0 where there is none; a power of two of them.
    private var slots: [UInt32]

    /// - Parameter capacity: how many entries there will be, about.
    init(capacity: Int = 16) {
        slots = [UInt32](repeating: 0, count: Self.slotCount(for: capacity))
    }

    private static func slotCount(for entries: Int) -> Int {
        var count = 32
        while count < 2 * entries { count *= 2 }
        return count
    }

    /// The number of entries.
    var count: Int { values.count }

    /// Adds an entry; false when there is one with the key.
    mutating func insert(_ key: some Collection<UInt8>, _ value: Int32) -> Bool {
        let start = keys.count
        keys.append(contentsOf: key)
        if find(keys.span, start..<keys.count) != nil {
            keys.removeSubrange(start...)
            return false
        }
        ends.append(keys.count)
        values.append(value)
        if 2 * values.count > slots.count {
            slots = [UInt32](repeating: 0, count: 2 * slots.count)
            for index in values.indices { place(index) }
        } else {
            place(values.count - 1)
        }
        return true
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: Self.hash(keys.span, ends[index]..<ends[index + 1])) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index + 1)
    }

    /// The value of the key that stands in a range of bytes.
    func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        let (keys, ends, slots) = (keys.span, ends.span, slots.span)
        var slot = Int(truncatingIfNeeded: Self.hash(bytes, range)) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            let start = ends[index]
            if ends[index + 1] - start == range.count {
                var offset = 0
                while offset < range.count, keys[start + offset] == bytes[range.lowerBound + offset] { offset += 1 }
                if offset == range.count { return values[index] }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The value of a key.
    func find(_ key: [UInt8]) -> Int32? {
        find(key.span, 0..<key.count)
    }

    /// A hash of a range of bytes: FNV-1a, and a last multiplication that mixes the low bits, which tables use.
    static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for position in range { hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 29
    }
}
