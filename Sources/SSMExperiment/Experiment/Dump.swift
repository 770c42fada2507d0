/// What an experiment dumps of some samples when its columns have answered.
package struct Dump: Sendable, Hashable, Codable {
    /// The columns that are dumped.
    package let columns: [String]
    /// How many samples of the first evaluation.
    package let samples: Int
    /// The length of their contexts; nil: the longest of that evaluation.
    package let length: Int?
    /// Where the evidence stands in them, from 0 (first) to 1 (last); nil: the middle one of the evaluation's depths.
    package let depth: Double?
    /// What is dumped.
    package let selection: DumpSelection

    private enum CodingKeys: String, CodingKey {
        case columns = "strategies"
        case samples, length, depth
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        columns = try container.decodeDistinct(String.self, forKey: .columns)
        samples = try container.decodePositive(forKey: .samples)
        length = try container.contains(.length) ? container.decodePositive(forKey: .length) : nil
        depth = try container.decodeIfPresent(Double.self, forKey: .depth)
        if let depth, !(0...1).contains(depth) {
            throw container.refusal(forKey: .depth, "\(depth) does not lie between 0 and 1")
        }
        selection = try DumpSelection(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try selection.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(samples, forKey: .samples)
        try container.encodeIfPresent(length, forKey: .length)
        try container.encodeIfPresent(depth, forKey: .depth)
    }

    /// The length and depth of the samples.
    func cell(of evaluation: Evaluation) -> QuestionSet.Cell {
        let depths = evaluation.depths
        return QuestionSet.Cell(
            length: length ?? evaluation.lengths[evaluation.lengths.count - 1],
            depth: depth ?? (depths.isEmpty ? nil : depths[depths.count / 2]))
    }
}
