/// Learning rates that a stage is tried with on a seed of its own: the one with the lowest validation loss trains all
/// other seeds.
package struct TuningConfiguration: Codable, Sendable, Hashable {
    /// The learning rates, rising.
    package let learningRates: [Double]
    /// The seed that they are tried on.
    package let seed: UInt64

    /// Rates in any order, and their seed.
    package init(learningRates: [Double], seed: UInt64) {
        self.learningRates = learningRates.sorted()
        self.seed = seed
    }

    /// Decodes a mapping that has both keys.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            learningRates: try container.decode([Double].self, forKey: .learningRates),
            seed: try container.decode(UInt64.self, forKey: .seed))
    }

    /// What is wrong with a key, or nil.
    var fault: ConfigurationFault? {
        let key = "tune.learning-rates"
        if let rate = learningRates.first(where: { !($0 > 0 && $0.isFinite) }) {
            return .init(key, "has \(rate), but a rate must be above 0")
        }
        if Set(learningRates).count < learningRates.count { return .init(key, "has a rate twice") }
        if learningRates.count < 2 { return .init(key, "needs at least 2 rates; one alone is a learning-rate") }
        return nil
    }

    private enum CodingKeys: String, CodingKey {
        case learningRates = "learning-rates"
        case seed
    }
}
