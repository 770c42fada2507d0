/// The tokens of words seen before. It is emptied when it is full, so its memory is bounded.
struct WordCache {
    /// Longer words are rarely seen twice.
    static let longestWord = 64
    private static let mostWords = 1 << 16

    private struct Entry {
        var hash: UInt64 = 0
        var keyStart: UInt32 = 0
        var tokenStart: UInt32 = 0
        var keyCount: UInt16 = 0
        var tokenCount: UInt16 = 0
    }

    private var entries = [Entry](repeating: Entry(), count: 1 << 10)
    private var count = 0
    private var keys: [UInt8] = []
    private var tokens: [Int32] = []

    /// Adds the tokens of a word to a list; false when the word is not here.
    func append(_ bytes: Span<UInt8>, _ word: Range<Int>, hash: UInt64, to list: inout [Int32]) -> Bool {
        let (entries, keys) = (entries.span, keys.span)
        var slot = Int(truncatingIfNeeded: hash) & (entries.count - 1)
        while true {
            let entry = entries[slot]
            if entry.keyCount == 0 { return false }
            if entry.hash == hash && Int(entry.keyCount) == word.count {
                var offset = 0
                let start = Int(entry.keyStart)
                while offset < word.count, keys[start + offset] == bytes[word.lowerBound + offset] { offset += 1 }
                if offset == word.count {
                    let first = Int(entry.tokenStart)
                    for index in first..<first + Int(entry.tokenCount) { list.append(tokens[index]) }
                    return true
                }
            }
            slot = (slot + 1) & (entries.count - 1)
        }
    }

    /// Keeps the tokens of a word that is not here.
    mutating func insert(_ bytes: Span<UInt8>, _ word: Range<Int>, hash: UInt64, _ list: ArraySlice<Int32>) {
        if count == Self.mostWords { self = WordCache() }
        if 2 * count >= entries.count { grow() }
        let entry = Entry(
            hash: hash, keyStart: UInt32(keys.count), tokenStart: UInt32(tokens.count), keyCount: UInt16(word.count),
            tokenCount: UInt16(list.count))
        for position in word { keys.append(bytes[position]) }
        tokens.append(contentsOf: list)
        place(entry)
        count += 1
    }

    private mutating func place(_ entry: Entry) {
        var slot = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
        while entries[slot].keyCount != 0 { slot = (slot + 1) & (entries.count - 1) }
        entries[slot] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(), count: 2 * old.count)
        for entry in old where entry.keyCount != 0 { place(entry) }
    }
}
