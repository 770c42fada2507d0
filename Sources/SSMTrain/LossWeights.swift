/// How much a row counts in the training loss: `loss: {target: 1, other: 0.3}`.
///
/// The weights are of rows, not of averages: with `other: 0.3` every row that is not an answer counts three tenths of
/// a row that is.
package struct LossWeights: Codable, Sendable, Hashable {
    /// The weight of a row whose next token belongs to a target.
    package var target: Double
    /// The weight of every other row that has a next token: language modelling mixed into training on answers.
    package var other: Double

    /// Weights of target rows and of the others.
    package init(target: Double = 1, other: Double = 0) {
        self.target = target
        self.other = other
    }

    /// Decodes a mapping whose keys are both optional.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        target = try container.decodeIfPresent(Double.self, forKey: .target) ?? 1
        other = try container.decodeIfPresent(Double.self, forKey: .other) ?? 0
    }

    private enum CodingKeys: String, CodingKey {
        case target, other
    }
}
