/// A normalized text and the pieces that it has been split into.
struct PieceList {
    /// The text in UTF-8; what is in no piece does not count.
    var bytes: [UInt8]
    /// The pieces from left to right, none of them empty.
    var pieces: [Range<Int>]
    /// As `NormalizedText.originBytes`.
    var originBytes: Int

    init(_ text: NormalizedText) {
        bytes = text.bytes
        pieces = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
        originBytes = text.originBytes
    }

    /// Splits every piece into the ones that `body` adds.
    mutating func split<E>(_ body: ([UInt8], Range<Int>, inout [Range<Int>]) throws(E) -> Void) throws(E) {
        var result: [Range<Int>] = []
        result.reserveCapacity(max(pieces.count, bytes.count / 6))
        for piece in pieces { try body(bytes, piece, &result) }
        pieces = result
    }

    /// Writes every piece anew: `body` adds its bytes, and hears whether it begins where the whole text begins.
    mutating func rewrite(_ body: (ArraySlice<UInt8>, _ isOrigin: Bool, inout [UInt8]) -> Void) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        var origin = 0
        for index in pieces.indices {
            let isOrigin = pieces[index].lowerBound < originBytes
            let start = result.count
            body(bytes[pieces[index]], isOrigin, &result)
            if isOrigin && origin == 0 && result.count > start { origin = start + 1 }
            pieces[index] = start..<result.count
        }
        bytes = result
        originBytes = origin
    }
}
