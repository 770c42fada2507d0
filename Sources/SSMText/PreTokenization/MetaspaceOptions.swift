/// The options of `Metaspace`, which is a pre-tokenizer and a decoder.
struct MetaspaceOptions {
    let replacement: Unicode.Scalar
    let scheme: PreTokenizer.PrependScheme
    let splits: Bool

    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        try reader.allow("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep")
        replacement = try reader.character("replacement")
        splits = try reader.bool("split", default: true)
        let name = try reader.optionalString("prepend_scheme") ?? "always"
        guard let scheme = PreTokenizer.PrependScheme(rawValue: name) else {
            throw .malformed(key: reader.path(of: "prepend_scheme"), reason: "it has to be always, first or never")
        }
        // Older files say with `add_prefix_space` what `prepend_scheme` says now.
        if try !reader.bool("add_prefix_space", default: true), scheme != .never {
            throw .malformed(
                key: reader.path(of: "add_prefix_space"), reason: "it is false, and prepend_scheme is \(name)")
        }
        self.scheme = scheme
    }
}
