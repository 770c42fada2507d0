/// What the model is trained on: a task and the length of its samples.
package struct TrainingData: Sendable, Hashable, Codable {
    /// The task.
    package let setting: TaskSetting
    /// The length of a sample in tokens.
    package let length: Int

    private enum CodingKeys: String, CodingKey {
        case length
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        setting = try TaskSetting(from: decoder)
        length = try container.decodePositive(forKey: .length)
    }

    package func encode(to encoder: any Encoder) throws {
        try setting.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(length, forKey: .length)
    }
}
