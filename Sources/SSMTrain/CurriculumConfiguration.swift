/// A length curriculum: examples begin short and grow when the model masters them, however long that takes.
///
/// Exactly one of `accuracy` and `targetLoss` says what mastering means.
package struct CurriculumConfiguration: Codable, Sendable, Hashable {
    /// The nominal length of the first examples, in tokens.
    package var start: Int
    /// The factor by which the length grows at a move, above 1.
    package var growth: Double
    /// The largest length; nil for the length of the data.
    package var maximum: Int?
    /// The mean accuracy on targets that the length moves at.
    package var accuracy: Double?
    /// The mean loss on targets that the length moves at.
    package var targetLoss: Double?
    /// The number of steps at one length that the mean is taken over.
    package var window: Int

    /// A curriculum from `start` on.
    package init(
        start: Int = 64, growth: Double = 1.5, maximum: Int? = nil, accuracy: Double? = nil,
        targetLoss: Double? = nil, window: Int = 20
    ) {
        self.start = start
        self.growth = growth
        self.maximum = maximum
        self.accuracy = accuracy
        self.targetLoss = targetLoss
        self.window = window
    }

    /// Decodes a mapping whose keys are all optional, except that a threshold must be there.
    package init(from decoder: any Decoder) throws {
        let standard = CurriculumConfiguration()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        start = try container.decodeIfPresent(Int.self, forKey: .start) ?? standard.start
        growth = try container.decodeIfPresent(Double.self, forKey: .growth) ?? standard.growth
        maximum = try container.decodeIfPresent(Int.self, forKey: .maximum)
        accuracy = try container.decodeIfPresent(Double.self, forKey: .accuracy)
        targetLoss = try container.decodeIfPresent(Double.self, forKey: .targetLoss)
        window = try container.decodeIfPresent(Int.self, forKey: .window) ?? standard.window
    }

    /// What is wrong with a key, or nil.
    var fault: ConfigurationFault? {
        if start < 1 { return .init("curriculum.start", "is \(start), but a length is at least 1") }
        if !(growth > 1 && growth.isFinite) {
            return .init("curriculum.growth", "is \(growth), but a length grows only by a factor above 1")
        }
        if let maximum, maximum < start {
            return .init("curriculum.maximum", "is \(maximum), below the start length \(start)")
        }
        if window < 1 { return .init("curriculum.window", "is \(window), but a mean needs at least 1 step") }
        if (accuracy == nil) == (targetLoss == nil) {
            return .init("curriculum", "needs exactly one threshold: accuracy or target-loss")
        }
        if let accuracy, !(accuracy > 0 && accuracy <= 1) {
            return .init("curriculum.accuracy", "is \(accuracy), but an accuracy is above 0 and at most 1")
        }
        if let targetLoss, !(targetLoss > 0 && targetLoss.isFinite) {
            return .init("curriculum.target-loss", "is \(targetLoss), but a reachable loss is above 0")
        }
        return nil
    }

    private enum CodingKeys: String, CodingKey {
        case start, growth, maximum, accuracy, window
        case targetLoss = "target-loss"
    }
}
