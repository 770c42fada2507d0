/// The header of a safetensors file: what it says, after it has been checked against the size of the file.
struct SafetensorsHeader: Sendable {
    /// One tensor.
    struct Entry {
        let type: SafetensorsType
        let shape: [Int]
        /// Its bytes, counted from the end of the header.
        let range: Range<Int>
    }

    /// The most axes that a tensor may have.
    private static let greatestRank = 64

    /// Tensors by name.
    private(set) var entries: [String: Entry] = [:]
    /// The names in the order of the values.
    let names: [String]
    /// The texts under `__metadata__`.
    private(set) var metadata: [String: String] = [:]

    /// Reads a header.
    ///
    /// - Throws: what is wrong with it, with the tensor's name or the place in the text.
    init(json: [UInt8], dataSize: Int) throws(JSONScanner.Failure) {
        var scanner = JSONScanner(json)
        var entries: [String: Entry] = [:]
        var metadata: [String: String]?
        try scanner.object { name, scanner throws(JSONScanner.Failure) in
            if name == "__metadata__" {
                if metadata != nil { throw JSONScanner.Failure("__metadata__ appears twice") }
                metadata = try SafetensorsHeader.texts(&scanner)
            } else {
                if let fault = SafetensorsHeader.fault(inName: name) { throw JSONScanner.Failure(fault) }
                let entry = try SafetensorsHeader.entry(name, &scanner)
                if entries.updateValue(entry, forKey: name) != nil {
                    throw JSONScanner.Failure("'\(name)' appears twice")
                }
            }
        }
        try scanner.end()
        let ordered = entries.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
                < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
        }
        var covered = 0
        for (name, entry) in ordered {
            if entry.range.lowerBound != covered {
                let fault = entry.range.lowerBound < covered ? "overlaps the one before" : "leaves a gap before it"
                throw JSONScanner.Failure("'\(name)' \(fault) (begins at \(entry.range.lowerBound), not \(covered))")
            }
            covered = entry.range.upperBound
            if covered > dataSize { throw JSONScanner.Failure("'\(name)' ends at \(covered) of \(dataSize) bytes") }
        }
        if covered != dataSize { throw JSONScanner.Failure("\(dataSize - covered) bytes at the end are of no tensor") }
        self.entries = entries
        self.metadata = metadata ?? [:]
        names = ordered.map(\.key)
    }

    /// Why no tensor may have a name; nil when one may.
    ///
    /// The format forbids only `__metadata__`. Characters that control a terminal, or end the text where a program in C
    /// reads it, are in no honest name.
    static func fault(inName name: String) -> String? {
        if name == "__metadata__" { return "the name __metadata__ is taken by the format" }
        guard name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
        return "the name \(name.debugDescription) has a control character in it"
    }

    private static func texts(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> [String: String] {
        var result: [String: String] = [:]
        try scanner.object { key, scanner throws(JSONScanner.Failure) in
            if result.updateValue(try scanner.string(), forKey: key) != nil {
                throw JSONScanner.Failure("metadata '\(key)' appears twice")
            }
        }
        return result
    }

    private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Entry {
        var type: SafetensorsType?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { key, scanner throws(JSONScanner.Failure) in
            switch key {
            case "dtype" where type == nil:
                let word = try scanner.string()
                type = SafetensorsType(rawValue: word)
                if type == nil { throw JSONScanner.Failure("'\(name)' has the unknown dtype '\(word)'") }
            case "shape" where shape == nil:
                shape = try scanner.numbers(atMost: greatestRank)
            case "data_offsets" where offsets == nil:
                offsets = try scanner.numbers(atMost: 2)
            default:
                throw JSONScanner.Failure("'\(name)' has the key '\(key)', which is unknown or appears twice")
            }
        }
        guard let type, let shape, let offsets else {
            throw JSONScanner.Failure("'\(name)' lacks dtype, shape or data_offsets")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw JSONScanner.Failure("'\(name)' has the data_offsets \(offsets)")
        }
        guard let bytes = type.bytes(of: shape) else {
            throw JSONScanner.Failure("'\(name)' has the impossible shape \(shape)")
        }
        if bytes != offsets[1] - offsets[0] {
            throw JSONScanner.Failure(
                "'\(name)' of shape \(shape) takes \(bytes) bytes, and has \(offsets[1] - offsets[0])")
        }
        return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
    }
}
