import SSMStore
import SSMTensor

/// The `model` of a `tokenizer.json`: the vocabulary and the merges of a byte-pair tokenizer.
struct BytePairFile {
    /// A token of the vocabulary.
    struct Entry {
        var text: [UInt8]
        var id: TokenID
    }

    private(set) var options = BytePairModel.Options()
    private(set) var entries: [Entry] = []
    private(set) var vocabulary = ByteMap()
    private(set) var merges = MergeTable(capacity: 0)
    /// By id, whether a merge gives the token.
    private var isMerged: [Bool] = []
    /// By id, whether the token is the left or the right side of a merge.
    private(set) var isPartOfMerge: [Bool] = []

    /// The number of ids: one more than the greatest.
    var idCount: Int { isMerged.count }

    /// The texts of the tokens that merges give.
    var mergedTexts: some Sequence<[UInt8]> {
        entries.lazy.filter { isMerged[Int($0.id)] }.map(\.text)
    }

    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        try reader.allow(
            "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk",
            "byte_fallback", "ignore_merges", "vocab", "merges")
        if let dropout = reader.node("dropout") {
            guard case .number(let text) = dropout, let value = Double(text) else {
                throw reader.wrong("dropout", dropout, "a number or null")
            }
            guard value == 0 else {
                throw .unsupported(key: reader.path(of: "dropout"), found: text, supported: "null or 0")
            }
        }
        options.unknownToken = try reader.optionalString("unk_token").map { Array($0.utf8) }
        options.fusesUnknown = try reader.bool("fuse_unk", default: false)
        options.fallsBackToBytes = try reader.bool("byte_fallback", default: false)
        options.ignoresMerges = try reader.bool("ignore_merges", default: false)
        options.continuingPrefix = Array((try reader.optionalString("continuing_subword_prefix") ?? "").utf8)
        options.endOfWordSuffix = Array((try reader.optionalString("end_of_word_suffix") ?? "").utf8)
        try readVocabulary(reader)
        try readMerges(reader)
        if let token = options.unknownToken, vocabulary.find(token) == nil {
            throw .malformed(key: reader.path(of: "unk_token"), reason: "the token is not in the vocabulary")
        }
    }

    private mutating func readVocabulary(_ reader: ComponentReader) throws(TokenizerError) {
        guard let node = reader.node("vocab") else { throw reader.missing("vocab", "an object") }
        guard case .object(let members) = node else { throw reader.wrong("vocab", node, "an object") }
        // Ids far beyond the number of tokens would make tables of nothing.
        let limit = 8 * members.count + 1024
        vocabulary = ByteMap(capacity: members.count)
        entries.reserveCapacity(members.count)
        var isTaken = [Bool](repeating: false, count: limit)
        var count = 0
        for member in members {
            let key = reader.path(of: "vocab.\(member.name)")
            guard case .number(let text) = member.value, let id = Int(text), 0..<limit ~= id else {
                throw .malformed(key: key, reason: "the id has to be a whole number in 0 ..< \(limit)")
            }
            guard !isTaken[id] else { throw .malformed(key: key, reason: "the id \(id) occurs twice") }
            isTaken[id] = true
            count = max(count, id + 1)
            let entry = Entry(text: Array(member.name.utf8), id: TokenID(id))
            _ = vocabulary.insert(entry.text, entry.id)
            entries.append(entry)
        }
        isMerged = [Bool](repeating: false, count: count)
        isPartOfMerge = isMerged
    }

    private mutating func readMerges(_ reader: ComponentReader) throws(TokenizerError) {
        let items = try reader.list("merges")
        merges = MergeTable(capacity: items.count)
        var areLines: Bool?
        var rank = 0
        for (index, item) in items.enumerated() {
            let left: [UInt8]
            let right: [UInt8]
            switch item {
            case .string(let line) where areLines != false:
                areLines = true
                // The first line of merges.txt is a remark.
                if line.utf8.starts(with: "#version".utf8) { continue }
                let parts = line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw Self.wrongMerge(reader, index) }
                (left, right) = (Array(parts[0]), Array(parts[1]))
            case .array(let pair) where areLines != true:
                areLines = false
                guard pair.count == 2, case .string(let first) = pair[0], case .string(let second) = pair[1] else {
                    throw Self.wrongMerge(reader, index)
                }
                (left, right) = (Array(first.utf8), Array(second.utf8))
            default: throw Self.wrongMerge(reader, index)
            }
            try addMerge(left, right, rank: rank, key: reader, index)
            rank += 1
        }
    }

    private mutating func addMerge(
        _ left: [UInt8], _ right: [UInt8], rank: Int, key reader: ComponentReader, _ index: Int
    ) throws(TokenizerError) {
        let prefix = options.continuingPrefix.count
        guard right.count > prefix || prefix == 0 else {
            throw .malformed(
                key: reader.path(of: "merges.\(index)"), reason: "the second part is only continuing_subword_prefix")
        }
        guard let first = vocabulary.find(left), let second = vocabulary.find(right),
            let result = vocabulary.find(left + right.dropFirst(prefix))
        else {
            throw .malformed(
                key: reader.path(of: "merges.\(index)"), reason: "a part, or what they give, is not in the vocabulary")
        }
        merges.insert(first, second, rank: rank, result: result)
        isPartOfMerge[Int(first)] = true
        isPartOfMerge[Int(second)] = true
        isMerged[Int(result)] = true
    }

    private static func wrongMerge(_ reader: ComponentReader, _ index: Int) -> TokenizerError {
        .malformed(
            key: reader.path(of: "merges.\(index)"),
            reason: "all merges have to be lists of two tokens, or all texts with one space between two tokens")
    }
}
