import SSMEval

/// A task and its configuration, whose keys stand beside the task's name.
package struct TaskSetting: Sendable, Hashable, Codable {
    /// The task's name.
    package let task: String
    /// The task's own configuration.
    package let configuration: AnyConfiguration

    private enum CodingKeys: String, CodingKey {
        case task
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let tasks = try Catalogs.carried(by: decoder).taskNames
        task = try container.decode(String.self, forKey: .task)
        guard tasks.contains(task) else {
            throw DecodingError.dataCorruptedError(
                forKey: .task, in: container,
                debugDescription: UnknownName(noun: tasks.noun, name: task, known: tasks.names).description)
        }
        configuration = try tasks.configuration(of: task, from: decoder)
    }

    /// Whether another split has other samples.
    ///
    /// - Throws: `DecodingError` for a decoder without catalogs; `TaskError` never for a task that was decoded.
    func hasSplits(_ decoder: any Decoder) throws -> Bool {
        try Catalogs.carried(by: decoder).tasks.entry(named: task).hasSplits
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(task, forKey: .task)
        try configuration.encode(to: encoder)
    }
}
