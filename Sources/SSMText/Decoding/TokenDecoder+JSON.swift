import SSMStore

extension TokenDecoder {
    private static let known = "ByteLevel, ByteFallback, Fuse, Metaspace, Replace, Strip, BPEDecoder and Sequence"

    /// Reads a decoder.
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        switch try reader.string("type") {
        case "ByteLevel":
            _ = try ByteLevelOptions(reader)
            self = .byteLevel
        case "ByteFallback":
            try reader.allow("type")
            self = .byteFallback
        case "Fuse":
            try reader.allow("type")
            self = .fuse
        case "Metaspace":
            let options = try MetaspaceOptions(reader)
            self = .metaspace(replacement: options.replacement, dropsFirst: options.scheme != .never)
        case "Replace":
            try reader.allow("type", "pattern", "content")
            let content = Array(try reader.string("content").utf8)
            self = .replace(try TextPattern(reader.requiredObject("pattern")), with: content)
        case "Strip":
            try reader.allow("type", "content", "start", "stop")
            self = .strip(
                try reader.character("content"), start: try reader.count("start"), stop: try reader.count("stop"))
        case "BPEDecoder":
            try reader.allow("type", "suffix")
            self = .bytePair(suffix: Array(try reader.string("suffix").utf8))
        case "Sequence":
            try reader.allow("type", "decoders")
            var steps: [TokenDecoder] = []
            for (index, node) in try reader.list("decoders").enumerated() {
                steps.append(
                    try TokenDecoder(ComponentReader(node, path: reader.path(of: "decoders.\(index)"))))
            }
            self = .sequence(steps)
        case let other:
            throw .unsupported(
                key: reader.path(of: "type"), found: JSONNode.quoted(other), supported: Self.known)
        }
    }
}
