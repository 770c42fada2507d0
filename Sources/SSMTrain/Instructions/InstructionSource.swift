/// What a set of instructions takes from one file: an entry of `instructions:`.
///
/// `subset` gives the other keys the defaults of the paper's two parts and is not kept.
package struct InstructionSource: Sendable, Hashable {
    /// The parts of the paper's mixture.
    enum Subset: String, Codable, Sendable, CaseIterable {
        /// Prompts of more than 700 tokens.
        case long
        /// Examples of any length below the limit: 300,000 of those among the first 500,000 rows.
        case normal
    }

    /// `path`: the file.
    package let path: String
    /// `format`: how the file is written.
    package let format: InstructionFormat
    /// `prompt-above`: prompts of at most so many tokens are dropped.
    package let promptAbove: Int
    /// `total-below`: examples of so many tokens or more are dropped.
    package let totalBelow: Int
    /// `rows`: how many rows are looked at, from the first on; nil: all.
    package let rows: Int?
    /// `keep`: how many examples are kept, chosen at random; nil: all.
    package let keep: Int?
}

extension InstructionSource: Encodable {
    enum CodingKeys: String, CodingKey {
        case path, format, subset
        case promptAbove = "prompt-above"
        case totalBelow = "total-below"
        case rows, keep
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(format, forKey: .format)
        try container.encode(promptAbove, forKey: .promptAbove)
        try container.encode(totalBelow, forKey: .totalBelow)
        try container.encodeIfPresent(rows, forKey: .rows)
        try container.encodeIfPresent(keep, forKey: .keep)
    }

    /// Decodes an entry.
    ///
    /// - Parameter limit: the tokens that examples are cut to, which the defaults of `total-below` follow.
    /// - Throws: `DecodingError` at the key that is out of range.
    init(from decoder: any Decoder, limit: Int) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func count(_ key: CodingKeys, default fallback: Int?, atLeast least: Int) throws -> Int? {
            let isGiven = container.contains(key)
            guard let value = isGiven ? try container.decodeIfPresent(Int.self, forKey: key) : fallback else {
                return nil
            }
            guard value >= least else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "\(value) is not at least \(least)")
            }
            return value
        }
        path = try container.decode(String.self, forKey: .path)
        format = try container.decode(InstructionFormat.self, forKey: .format)
        let isLong = try container.decodeIfPresent(Subset.self, forKey: .subset) != .normal
        promptAbove = try count(.promptAbove, default: nil, atLeast: 0) ?? (isLong ? 700 : 0)
        totalBelow = try count(.totalBelow, default: nil, atLeast: 2) ?? (isLong ? limit + 10 : limit)
        rows = try count(.rows, default: isLong ? nil : 500_000, atLeast: 1)
        keep = try count(.keep, default: isLong ? nil : 300_000, atLeast: 1)
        guard promptAbove < totalBelow else {
            throw DecodingError.dataCorruptedError(
                forKey: .promptAbove, in: container,
                debugDescription: "a prompt-above of \(promptAbove) leaves no example below total-below, \(totalBelow) "
                    + "tokens")
        }
    }
}
