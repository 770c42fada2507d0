/// How long an example of a file may be, and how many examples are kept from training: keys that stand beside the files.
package struct ExampleLimits: Codable, Sendable, Hashable {
    /// `truncate-to`: the tokens that longer examples are cut to, as far as their prompt allows.
    package let truncateTo: Int
    /// `keep-first`: the first tokens of a prompt that is cut, behind which tokens are taken out.
    package let keepFirst: Int
    /// `held-out`: the share of the examples that only validation sees.
    package let heldOut: Double

    private enum CodingKeys: String, CodingKey {
        case truncateTo = "truncate-to"
        case keepFirst = "keep-first"
        case heldOut = "held-out"
    }

    /// Decodes a mapping; the defaults are those of ReMamba's data.
    ///
    /// - Throws: `DecodingError` at the key that is out of range.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func refusal(_ key: CodingKeys, _ reason: String) -> DecodingError {
            .dataCorruptedError(forKey: key, in: container, debugDescription: reason)
        }
        truncateTo = try container.decodeIfPresent(Int.self, forKey: .truncateTo) ?? 6000
        guard truncateTo >= 3 else { throw refusal(.truncateTo, "\(truncateTo) is not at least 3") }
        keepFirst = try container.decodeIfPresent(Int.self, forKey: .keepFirst) ?? 1000
        guard keepFirst >= 1 else { throw refusal(.keepFirst, "\(keepFirst) is not at least 1") }
        guard keepFirst < truncateTo else {
            throw refusal(
                container.contains(.keepFirst) ? .keepFirst : .truncateTo,
                "a keep-first of \(keepFirst) leaves nothing to cut of a prompt in truncate-to, \(truncateTo) tokens")
        }
        heldOut = try container.decodeIfPresent(Double.self, forKey: .heldOut) ?? 0.01
        guard heldOut >= 0, heldOut < 1 else { throw refusal(.heldOut, "\(heldOut) is not from 0 to below 1") }
    }
}
