import SSMStore

extension PreTokenizer {
    private static let known =
        "ByteLevel, Split, Metaspace, Whitespace, WhitespaceSplit, Digits, Punctuation, CharDelimiterSplit and Sequence"

    /// Reads a pre-tokenizer.
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        switch try reader.string("type") {
        case "ByteLevel":
            let options = try ByteLevelOptions(reader)
            self = .byteLevel(
                addsPrefixSpace: options.addsPrefixSpace,
                regex: options.usesRegex ? try RegularExpression(Self.byteLevelPattern, key: reader.path) : nil,
                writesAlphabet: true)
        case "Split":
            try reader.allow("type", "pattern", "behavior", "invert")
            self = .split(
                try TextPattern(reader.requiredObject("pattern")), try Self.behavior(reader, default: nil),
                isInverted: try reader.bool("invert"))
        case "Metaspace": self = try Self.metaspace(reader)
        case "Whitespace":
            try reader.allow("type")
            self = .whitespace
        case "WhitespaceSplit":
            try reader.allow("type")
            self = .whitespaceSplit
        case "Digits":
            try reader.allow("type", "individual_digits")
            self = .digits(individual: try reader.bool("individual_digits"))
        case "Punctuation":
            try reader.allow("type", "behavior")
            self = .punctuation(try Self.behavior(reader, default: .isolated))
        case "CharDelimiterSplit":
            try reader.allow("type", "delimiter")
            self = .characterDelimiter(try reader.character("delimiter"))
        case "Sequence":
            try reader.allow("type", "pretokenizers")
            var steps: [PreTokenizer] = []
            for (index, node) in try reader.list("pretokenizers").enumerated() {
                steps.append(
                    try PreTokenizer(ComponentReader(node, path: reader.path(of: "pretokenizers.\(index)"))))
            }
            self = .sequence(steps)
        case let other:
            throw .unsupported(
                key: reader.path(of: "type"), found: JSONNode.quoted(other), supported: Self.known)
        }
    }

    private static func behavior(
        _ reader: ComponentReader, default standard: SplitBehavior?
    ) throws(TokenizerError) -> SplitBehavior {
        guard let name = try reader.optionalString("behavior") else {
            guard let standard else { throw reader.missing("behavior", "a text") }
            return standard
        }
        guard let behavior = SplitBehavior(rawValue: name) else {
            throw .malformed(
                key: reader.path(of: "behavior"),
                reason: "it has to be Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous")
        }
        return behavior
    }

    private static func metaspace(_ reader: ComponentReader) throws(TokenizerError) -> PreTokenizer {
        let options = try MetaspaceOptions(reader)
        return .metaspace(
            replacement: options.replacement, prepends: options.scheme, splits: options.splits)
    }

    /// The pre-tokenizer without the last step's writing of bytes as characters; nil unless the last step is ByteLevel.
    var leavingBytes: PreTokenizer? {
        switch self {
        case .byteLevel(let addsPrefixSpace, let regex, _):
            return .byteLevel(addsPrefixSpace: addsPrefixSpace, regex: regex, writesAlphabet: false)
        case .sequence(var steps):
            guard let last = steps.popLast()?.leavingBytes else { return nil }
            return .sequence(steps + [last])
        default: return nil
        }
    }
}
