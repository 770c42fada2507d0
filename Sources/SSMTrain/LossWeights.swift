/// How the training loss is mixed: `loss: {target: 1, other: 0.3}`.
///
/// The weights are of means: the mean loss of the rows that predict answers, plus three tenths of the mean loss of all
/// the other rows, however few the answers are.
package struct LossWeights: Codable, Sendable, Hashable {
    /// The weight of the mean over rows whose next token belongs to a target.
    package var target: Double
    /// The weight of the mean over all other rows that have a next token: language modelling.
    package var other: Double

    /// Weights of the two means.
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
