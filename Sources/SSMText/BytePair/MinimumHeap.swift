/// A heap of places by rank, the leftmost first among equals.
struct MinimumHeap {
    /// The rank in the upper half, the place in the lower one.
    private var items: [UInt64] = []

    mutating func push(rank: UInt32, place: Int) {
        let item = UInt64(rank) << 32 | UInt64(UInt32(place))
        items.append(item)
        var child = items.count - 1
        while child > 0, case let parent = (child - 1) / 2, items[parent] > item {
            items[child] = items[parent]
            child = parent
        }
        items[child] = item
    }

    mutating func pop() -> (rank: UInt32, place: Int)? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        if !items.isEmpty {
            var parent = 0
            while true {
                var child = 2 * parent + 1
                if child >= items.count { break }
                if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
                if items[child] >= last { break }
                items[parent] = items[child]
                parent = child
            }
            items[parent] = last
        }
        return (UInt32(truncatingIfNeeded: first >> 32), Int(UInt32(truncatingIfNeeded: first)))
    }
}
