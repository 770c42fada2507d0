import SSMStore

extension Normalizer {
    private static let known =
        "NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Replace, Prepend, ByteLevel, Nmt and Sequence"

    /// Reads a normalizer.
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        switch try reader.string("type") {
        case "NFC": self = .form(.nfc)
        case "NFD": self = .form(.nfd)
        case "NFKC": self = .form(.nfkc)
        case "NFKD": self = .form(.nfkd)
        case "Lowercase": self = .lowercase
        case "StripAccents": self = .stripAccents
        case "ByteLevel": self = .byteLevel
        case "Nmt": self = .nmt
        case "Strip":
            try reader.allow("type", "strip_left", "strip_right")
            self = .strip(left: try reader.bool("strip_left"), right: try reader.bool("strip_right"))
            return
        case "Replace":
            try reader.allow("type", "pattern", "content")
            let content = Array(try reader.string("content").utf8)
            self = .replace(try TextPattern(reader.requiredObject("pattern")), with: content)
            return
        case "Prepend":
            try reader.allow("type", "prepend")
            self = .prepend(Array(try reader.string("prepend").utf8))
            return
        case "Sequence":
            try reader.allow("type", "normalizers")
            var normalizers: [Normalizer] = []
            for (index, node) in try reader.list("normalizers").enumerated() {
                normalizers.append(
                    try Normalizer(ComponentReader(node, path: reader.path(of: "normalizers.\(index)"))))
            }
            self = .sequence(normalizers)
            return
        case let other:
            throw .unsupported(
                key: reader.path(of: "type"), found: JSONNode.quoted(other), supported: Self.known)
        }
        try reader.allow("type")
    }
}
