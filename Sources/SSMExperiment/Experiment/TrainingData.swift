package import SSMTrain

/// What the model is trained on.
package enum TrainingData: Sendable, Hashable, Codable {
    /// Samples that a task generates, of so many tokens.
    case task(TaskSetting, length: Int)
    /// Instructions and responses from files.
    case instructions(InstructionConfiguration)

    /// The task that generates the samples; nil for instructions.
    package var setting: TaskSetting? {
        guard case .task(let setting, _) = self else { return nil }
        return setting
    }

    /// The instructions; nil for a task.
    package var instructions: InstructionConfiguration? {
        guard case .instructions(let configuration) = self else { return nil }
        return configuration
    }

    /// The nominal length of an example in tokens.
    package var length: Int {
        switch self {
        case .task(_, let length): length
        case .instructions(let configuration): configuration.truncateTo
        }
    }

    private enum CodingKeys: String, CodingKey {
        case length, instructions
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.instructions) {
            self = .instructions(try InstructionConfiguration(from: decoder))
        } else {
            let setting = try TaskSetting(from: decoder)
            self = .task(setting, length: try container.decodePositive(forKey: .length))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .task(let setting, let length):
            try setting.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(length, forKey: .length)
        case .instructions(let configuration):
            try configuration.encode(to: encoder)
        }
    }
}
