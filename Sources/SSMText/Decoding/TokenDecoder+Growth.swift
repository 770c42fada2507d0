extension TokenDecoder {
    /// Reads a decoder that may be used on any tokens: decoding cannot fail, so what could fill the memory is refused
    /// with the file.
    ///
    /// - Throws: as `init(_:)`, and `TokenizerError.unsupported` for one that may make texts longer without measure.
    init(limited reader: ComponentReader) throws(TokenizerError) {
        try self.init(reader)
        guard growth <= TextGrowth.factor else {
            throw .unsupported(
                key: reader.path, found: "one that may make a text \(growth) times as long",
                supported: "what makes it at most \(TextGrowth.factor) times as long")
        }
    }

    /// How many times as long a text can become, at most.
    private var growth: Int {
        switch self {
        case .byteLevel: 2  // a character of two bytes that stands for a byte which is not UTF-8 becomes U+FFFD
        case .byteFallback, .fuse, .metaspace, .strip: 1
        case .replace(.literal(let literal), let content): max(1, (content.count + literal.count - 1) / literal.count)
        // An empty match before and after each character.
        case .replace(.regex, let content): 1 + 2 * content.count
        case .bytePair(let suffix): suffix.isEmpty ? 3 : 1
        case .sequence(let steps):
            steps.reduce(1) { product, step in
                let (growth, overflows) = product.multipliedReportingOverflow(by: step.growth)
                return overflows ? .max : growth
            }
        }
    }
}
