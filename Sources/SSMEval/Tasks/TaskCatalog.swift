/// The tasks that an experiment can name.
package struct TaskCatalog: Sendable {
    /// One task.
    package struct Entry: Sendable {
        /// The name in experiments.
        package let name: String

        /// One line on what the task asks.
        package let summary: String

        /// The version of its samples and scores.
        package let version: Int

        /// Whether another split has other samples.
        package let hasSplits: Bool

        /// Reads and checks a configuration; missing keys have their defaults.
        ///
        /// - Throws: what the decoder throws, and `TaskError.configuration`.
        package let configuration: @Sendable (any Decoder) throws -> any Codable & Sendable

        /// Makes the task of a configuration that `configuration` read.
        ///
        /// - Throws: `TaskError.configuration`.
        package let task: @Sendable (any Codable & Sendable) throws(TaskError) -> any EvaluationTask

        /// The entry of a task.
        package init<Task: EvaluationTask>(_ kind: Task.Type) {
            name = kind.name
            summary = kind.summary
            version = kind.version
            hasSplits = kind.hasSplits
            configuration = { decoder in
                try Task(Task.Configuration(from: decoder)).configuration
            }
            task = { configuration throws(TaskError) in
                guard let configuration = configuration as? Task.Configuration else {
                    preconditionFailure("\(Task.name): \(type(of: configuration)) is another task's configuration")
                }
                return try Task(configuration)
            }
        }

        /// Makes the task that a decoder describes.
        ///
        /// - Throws: what the decoder throws, and `TaskError.configuration`.
        package func task(from decoder: any Decoder) throws -> any EvaluationTask {
            try task(configuration(decoder))
        }
    }

    /// The built-in tasks.
    package static let standard = TaskCatalog([
        Entry(PasskeyTask.self), Entry(DocumentsTask.self), Entry(KeyedRecallTask.self), Entry(MQARTask.self),
        Entry(ConversationsTask.self), Entry(LongMemEvalTask.self),
    ])

    /// The tasks, in the order in which they are listed.
    package let entries: [Entry]

    /// A catalog.
    ///
    /// - Precondition: names differ.
    package init(_ entries: [Entry]) {
        precondition(Set(entries.map(\.name)).count == entries.count, "TaskCatalog: two tasks have one name")
        self.entries = entries
    }

    /// The entry of a name.
    ///
    /// - Throws: `TaskError.unknownTask` with the names that there are.
    package func entry(named name: String) throws(TaskError) -> Entry {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw .unknownTask(name, known: entries.map(\.name))
        }
        return entry
    }
}
