/// The options of `ByteLevel`, which is a pre-tokenizer, a post-processor and a decoder. `trim_offsets` changes only
/// offsets, which are not reported here.
struct ByteLevelOptions {
    let addsPrefixSpace: Bool
    let usesRegex: Bool

    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        try reader.allow("type", "add_prefix_space", "trim_offsets", "use_regex")
        addsPrefixSpace = try reader.bool("add_prefix_space")
        usesRegex = try reader.bool("use_regex", default: true)
        _ = try reader.bool("trim_offsets")
    }
}
