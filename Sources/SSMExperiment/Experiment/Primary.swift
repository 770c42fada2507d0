/// The one endpoint, named before the results are known: a metric over a range of lengths.
package struct Primary: Sendable, Hashable, Codable {
    /// The metrics that an experiment can be about.
    package enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
        /// The share of answers that match.
        case accuracy
    }

    /// The metric.
    package let metric: Metric
    /// The lengths over which it is averaged.
    package let lengths: ClosedRange<Int>

    private enum CodingKeys: String, CodingKey {
        case metric
        case lengths = "over"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        metric = try container.decode(Metric.self, forKey: .metric)
        let text = try container.decode(String.self, forKey: .lengths)
        guard let lengths = Self.lengths(text) else {
            throw container.refusal(forKey: .lengths, "write 'lengths 512-4096' or 'length 2048', not '\(text)'")
        }
        self.lengths = lengths
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        try container.encode("lengths \(lengths.lowerBound)-\(lengths.upperBound)", forKey: .lengths)
    }

    private static func lengths(_ text: String) -> ClosedRange<Int>? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "lengths" || words[0] == "length" else { return nil }
        let bounds = words[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let low = bounds.first ?? nil, let high = bounds.last ?? nil, bounds.count <= 2, 1 <= low, low <= high
        else { return nil }
        return low...high
    }
}
