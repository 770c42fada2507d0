/// Settings of the multi-query associative recall task.
package struct MQARConfiguration: Codable, Hashable, Sendable {
    /// Number of different symbols, 8 ... 8192: half are keys (and the blank 0), half are values.
    package var symbols = 8_192

    /// Number of pairs, all of them asked for.
    package var pairs = 4

    /// How much queries prefer to come early: gap g has a probability proportional to (g + 1)^(power - 1).
    package var power = 0.01

    /// Whether the rows between queries are random symbols instead of blanks.
    package var randomFiller = true

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        symbols = try container.value(.symbols, default: symbols)
        pairs = try container.value(.pairs, default: pairs)
        power = try container.value(.power, default: power)
        randomFiller = try container.value(.randomFiller, default: randomFiller)
    }

    private enum CodingKeys: String, CodingKey {
        case symbols, pairs, power
        case randomFiller = "random-filler"
    }
}
