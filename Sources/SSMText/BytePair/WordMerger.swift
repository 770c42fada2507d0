/// Merges the tokens of one word; its arrays are kept for the next word.
struct WordMerger {
    /// Words of at most this many tokens are searched from end to end for the next merge, others have a heap.
    private static let shortWord = 48

    /// The tokens of the word, to be filled before and read after `merge`.
    var tokens: [Int32] = []

    private var merges: [UInt64] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    private var heap = MinimumHeap()

    /// Does all merges, that of the lowest rank first and among these the leftmost.
    ///
    /// - Complexity: O(n log n) for n tokens.
    mutating func merge(with table: MergeTable) {
        if tokens.count < 2 { return }
        if tokens.count <= Self.shortWord { mergeShort(table) } else { mergeLong(table) }
    }

    private mutating func mergeShort(_ table: MergeTable) {
        merges.removeAll(keepingCapacity: true)
        for index in 0..<(tokens.count - 1) { merges.append(table.merge(tokens[index], tokens[index + 1])) }
        while true {
            var best = MergeTable.none
            var place = 0
            for index in merges.indices where merges[index] < best {
                best = merges[index]
                place = index
            }
            if best == MergeTable.none { return }
            tokens[place] = MergeTable.result(best)
            tokens.remove(at: place + 1)
            merges.remove(at: place)
            if place > 0 { merges[place - 1] = table.merge(tokens[place - 1], tokens[place]) }
            if place < merges.count { merges[place] = table.merge(tokens[place], tokens[place + 1]) }
        }
    }

    /// A linked list of the tokens, and a heap of the merges by rank and place. A merge that is no longer possible when
    /// it comes up is passed over: it differs from the one noted for its place.
    private mutating func mergeLong(_ table: MergeTable) {
        let count = tokens.count
        prepare(table)
        while let (rank, place) = heap.pop() {
            let merge = merges[place]
            guard merge != MergeTable.none, UInt32(truncatingIfNeeded: merge >> 32) == rank else { continue }
            let right = Int(next[place])
            tokens[place] = MergeTable.result(merge)
            tokens[right] = -1
            merges[right] = MergeTable.none
            let after = next[right]
            next[place] = after
            if after >= 0 { previous[Int(after)] = Int32(place) }
            note(place, table)
            if previous[place] >= 0 { note(Int(previous[place]), table) }
        }
        var kept = 0
        for index in 0..<count where tokens[index] >= 0 {
            tokens[kept] = tokens[index]
            kept += 1
        }
        tokens.removeSubrange(kept...)
    }

    private mutating func prepare(_ table: MergeTable) {
        let count = tokens.count
        merges.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        for index in 0..<count {
            next.append(index + 1 < count ? Int32(index + 1) : -1)
            previous.append(Int32(index - 1))
            merges.append(MergeTable.none)
        }
        for index in 0..<count { note(index, table) }
    }

    /// Notes the merge of the token at a place with the next one.
    private mutating func note(_ place: Int, _ table: MergeTable) {
        let right = next[place]
        let merge = right < 0 ? MergeTable.none : table.merge(tokens[place], tokens[Int(right)])
        merges[place] = merge
        if merge != MergeTable.none { heap.push(rank: UInt32(truncatingIfNeeded: merge >> 32), place: place) }
    }

    /// Gives back the memory of an unusually long word.
    mutating func trim() {
        if tokens.capacity > 1 << 16 { self = WordMerger() }
    }
}
