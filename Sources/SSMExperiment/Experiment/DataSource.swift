package import SSMTrain

/// Where examples to train on come from.
package enum DataSource: Sendable, Hashable, Codable {
    /// Samples that a task generates, of so many tokens.
    case task(TaskSetting, length: Int)
    /// Instructions and responses from files.
    case instructions(InstructionConfiguration)
    /// Examples that were prepared before, from a file.
    case prepared(PreparedConfiguration)

    /// The task that generates the samples; nil for files.
    package var setting: TaskSetting? {
        guard case .task(let setting, _) = self else { return nil }
        return setting
    }

    /// Of files, how long an example may be and how many are held out; nil for a task.
    var limits: ExampleLimits? {
        switch self {
        case .task: nil
        case .instructions(let configuration): configuration.limits
        case .prepared(let configuration): configuration.limits
        }
    }

    /// The nominal length of an example in tokens.
    package var length: Int {
        switch self {
        case .task(_, let length): length
        case .instructions(let configuration): configuration.limits.truncateTo
        case .prepared(let configuration): configuration.limits.truncateTo
        }
    }

    /// The most tokens that an example has, whatever fits into a batch; 0 for a task, whose samples a batch is made for.
    var longest: Int {
        switch self {
        case .task: 0
        case .instructions(let configuration): configuration.longest
        case .prepared(let configuration): configuration.limits.truncateTo
        }
    }

    /// What the source is called where it is one of several.
    var name: String {
        switch self {
        case .task(let setting, _): setting.task
        case .instructions: Self.fileKeys[0]
        case .prepared: Self.fileKeys[1]
        }
    }

    /// The keys that name files in the place of a task.
    static let fileKeys = [CodingKeys.instructions, .prepared].map(\.stringValue)

    private enum CodingKeys: String, CodingKey {
        case length, instructions, prepared
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.instructions) {
            self = .instructions(try InstructionConfiguration(from: decoder))
        } else if container.contains(.prepared) {
            self = .prepared(try PreparedConfiguration(from: decoder))
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
        case .prepared(let configuration):
            try configuration.encode(to: encoder)
        }
    }
}
