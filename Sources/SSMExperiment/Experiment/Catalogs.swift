package import SSMContext
package import SSMEval

/// Everything that an experiment can name, handed to its decoding as a value.
package struct Catalogs: Sendable {
    /// The strategies of the program.
    package let strategies: StrategyCatalog
    /// The tasks of the program.
    package let tasks: TaskCatalog
    let strategyNames: ConfigurationCatalog
    let taskNames: ConfigurationCatalog

    /// The catalogs of a program.
    ///
    package init(strategies: StrategyCatalog, tasks: TaskCatalog = .standard) {
        self.strategies = strategies
        self.tasks = tasks
        strategyNames = ConfigurationCatalog(
            of: "strategy",
            strategies.registrations.map { registration in
                (registration.name.text, { try registration.strategy(from: $0).anyConfiguration })
            })
        taskNames = ConfigurationCatalog(of: "task", tasks.entries.map { ($0.name, $0.configuration) })
    }

    /// The strategy of an entry of a stack.
    ///
    /// - Throws: `StrategyError` or `ConfigurationError` when the configuration is refused.
    package func strategy(_ name: String, _ configuration: AnyConfiguration) throws -> any ContextStrategy {
        try strategy(name, json: configuration.json)
    }

    /// The strategy of a name with a configuration in JSON, such as one that calibration left.
    ///
    /// - Throws: `StrategyError` or `ConfigurationError` when the configuration is refused.
    func strategy(_ name: String, json: String) throws -> any ContextStrategy {
        let registration = try strategies.registration(named: name)
        let node = try ConfigurationNode(parsing: json, from: .argument("\(name):\(json)"))
        return try StrictYAML.decode(from: node) { try registration.strategy(from: $0) }
    }

    /// The stack of some entries.
    ///
    /// - Throws: `StrategyError` or `ConfigurationError` when a configuration is refused.
    package func stack(_ entries: [StackEntry]) throws -> StrategyStack {
        StrategyStack(try entries.map { (try strategy($0.strategy, $0.configuration), $0.during) })
    }

    /// The task of a setting.
    ///
    /// - Throws: `TaskError` when the task refuses the configuration.
    package func task(_ setting: TaskSetting) throws(TaskError) -> any EvaluationTask {
        try tasks.entry(named: setting.task).task(setting.configuration.value)
    }

    /// The version of each task.
    package var taskVersions: [String: Int] {
        Dictionary(uniqueKeysWithValues: tasks.entries.map { ($0.name, $0.version) })
    }

    private static let key = CodingUserInfoKey(rawValue: "catalogs")

    /// What a decoder must carry for an experiment to be read.
    package var userInfo: [CodingUserInfoKey: any Sendable] {
        guard let key = Self.key else { return [:] }
        return [key: self]
    }

    /// The catalogs that a decoder carries.
    ///
    /// - Throws: `DecodingError` when it carries none.
    static func carried(by decoder: any Decoder) throws -> Catalogs {
        guard let key, let catalogs = decoder.userInfo[key] as? Catalogs else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "the decoder carries no catalogs"))
        }
        return catalogs
    }
}

extension ContextStrategy {
    /// The configuration without its type.
    var anyConfiguration: any Codable & Sendable { configuration }
}
