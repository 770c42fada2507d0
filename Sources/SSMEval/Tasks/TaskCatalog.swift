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

        /// Makes the task of a configuration that is decoded; missing keys have their defaults.
        ///
        /// - Throws: what the decoder throws, and `TaskError.configuration`.
        package let make: @Sendable (any Decoder) throws -> any EvaluationTask

        /// The entry of a task.
        package init<Task: EvaluationTask>(_ task: Task.Type) {
            name = task.name
            summary = task.summary
            version = task.version
            make = { decoder in
                try Task(Task.Configuration(from: decoder))
            }
        }
    }

    /// The built-in tasks.
    package static let standard = TaskCatalog([
        Entry(PasskeyTask.self), Entry(DocumentsTask.self), Entry(KeyedRecallTask.self), Entry(MQARTask.self),
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
