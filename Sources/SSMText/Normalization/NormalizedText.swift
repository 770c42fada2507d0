/// A text on its way through the normalizers.
struct NormalizedText {
    /// The text in UTF-8.
    var bytes: [UInt8]
    /// How many bytes at the beginning stand for the first character of what was encoded: `Metaspace` asks for it.
    var originBytes: Int

    /// Text before any normalizer.
    ///
    /// - Parameter isOrigin: whether it begins where the whole text begins.
    init(_ bytes: [UInt8], isOrigin: Bool) {
        self.bytes = bytes
        originBytes = isOrigin && !bytes.isEmpty ? bytes.span.scalar(at: 0).byteCount : 0
    }

    /// Replaces each character by others, or by none.
    mutating func mapScalars(_ transform: (Unicode.Scalar, inout [UInt8]) -> Void) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        var resultOrigin = 0
        let source = bytes
        let span = source.span
        var position = 0
        while position < span.count {
            let scalar = span.scalar(at: position)
            transform(scalar, &result)
            position += scalar.byteCount
            if position <= originBytes { resultOrigin = result.count }
        }
        bytes = result
        originBytes = resultOrigin
    }
}
