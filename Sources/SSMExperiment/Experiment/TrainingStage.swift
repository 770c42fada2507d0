package import SSMTrain

/// A stage of training with what it trains on: an entry of `train:` in an experiment.
package struct TrainingStage: Sendable, Hashable, Codable {
    /// How it trains.
    package let configuration: StageConfiguration
    /// What it trains on in place of the experiment's data, or nil.
    package let data: TrainingData?

    private enum CodingKeys: String, CodingKey {
        case data
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        configuration = try StageConfiguration(from: decoder)
        data = try container.decodeIfPresent(TrainingData.self, forKey: .data)
    }

    package func encode(to encoder: any Encoder) throws {
        try configuration.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(data, forKey: .data)
    }
}
