/// The texts of a row of tokens on their way through the decoders.
///
/// The texts are UTF-8 as long as the decoders keep them so; they stand one behind the other in one buffer.
struct TokenTexts {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []

    var count: Int { ends.count }

    /// The bytes of one text.
    subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    mutating func append(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    /// All texts as one.
    mutating func fuse() {
        ends = [bytes.count]
    }

    /// New texts: `body` adds the bytes of each.
    func map(_ body: (Int, ArraySlice<UInt8>, inout [UInt8]) -> Void) -> TokenTexts {
        var result = TokenTexts()
        result.bytes.reserveCapacity(bytes.count)
        result.ends.reserveCapacity(ends.count)
        for index in 0..<count {
            body(index, self[index], &result.bytes)
            result.ends.append(result.bytes.count)
        }
        return result
    }
}
