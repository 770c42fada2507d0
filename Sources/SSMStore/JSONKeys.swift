/// Finds a key that an object has twice, by its bytes and in O(1) a key.
struct JSONKeys {
    /// Objects of at most this many members are searched from end to end.
    private static let fewest = 8

    /// Hash tables hold one more than the index of a member, 0 where they are empty.
    private var slots: [UInt32] = []

    /// Takes the key of the next member; false when one of the members before it has the same key.
    mutating func insert(_ key: String, after members: [JSONNode.Member]) -> Bool {
        if members.count < Self.fewest {
            return !members.contains { Self.isSame($0.name, key) }
        }
        if slots.count < 2 * (members.count + 1) { grow(for: members) }
        var place = Self.hash(key) & (slots.count - 1)
        while slots[place] != 0 {
            if Self.isSame(members[Int(slots[place]) - 1].name, key) { return false }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place] = UInt32(members.count + 1)
        return true
    }

    private mutating func grow(for members: [JSONNode.Member]) {
        slots = [UInt32](repeating: 0, count: max(64, 2 * slots.count))
        for (index, member) in members.enumerated() {
            var place = Self.hash(member.name) & (slots.count - 1)
            while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = UInt32(index + 1)
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && one.utf8.elementsEqual(other.utf8)
    }

    /// Seeded anew in every process, so that no file can be made of keys that fall into one slot.
    private static func hash(_ key: String) -> Int {
        var hasher = Hasher()
        var copy = key
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }
}
