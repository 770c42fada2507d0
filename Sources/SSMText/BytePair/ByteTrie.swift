/// Finds the longest of some byte strings at a place.
struct ByteTrie: Sendable {
    /// The node after a node and a byte; node 0 is the root.
    private var children: [UInt64: Int32] = [:]
    /// The value of the string that ends at a node; -1 where none does.
    private var values: [Int32] = [-1]
    private var isFirst = [Bool](repeating: false, count: 256)

    /// Adds a string that is not empty; false when it is here.
    mutating func insert(_ bytes: [UInt8], _ value: Int32) -> Bool {
        isFirst[Int(bytes[0])] = true
        var node: Int32 = 0
        for byte in bytes {
            let key = UInt64(node) << 8 | UInt64(byte)
            if let child = children[key] {
                node = child
            } else {
                values.append(-1)
                node = Int32(values.count - 1)
                children[key] = node
            }
        }
        if values[Int(node)] >= 0 { return false }
        values[Int(node)] = value
        return true
    }

    /// The first place at or after `start` where a string stands, and the longest one there.
    func firstMatch(in bytes: Span<UInt8>, from start: Int) -> (range: Range<Int>, value: Int32)? {
        let isFirst = isFirst.span
        var position = start
        while position < bytes.count {
            if isFirst[Int(bytes[position])], let found = longestMatch(in: bytes, at: position) {
                return (position..<found.end, found.value)
            }
            position += 1
        }
        return nil
    }

    private func longestMatch(in bytes: Span<UInt8>, at start: Int) -> (end: Int, value: Int32)? {
        var found: (end: Int, value: Int32)?
        var node: Int32 = 0
        var position = start
        while position < bytes.count, let child = children[UInt64(node) << 8 | UInt64(bytes[position])] {
            node = child
            position += 1
            if values[Int(node)] >= 0 { found = (position, values[Int(node)]) }
        }
        return found
    }
}
