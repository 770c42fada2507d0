/// Everything that an experiment can name, handed to its decoding as a value.
package struct Catalogs: Sendable {
    /// The strategies of the program.
    package let strategies: ConfigurationCatalog
    /// The tasks that make samples.
    package let tasks: ConfigurationCatalog
    /// How a stage of training reads its configuration.
    package let stage: @Sendable (any Decoder) throws -> any Codable & Sendable

    /// The catalogs of a program.
    package init(
        strategies: ConfigurationCatalog, tasks: ConfigurationCatalog,
        stage: @escaping @Sendable (any Decoder) throws -> any Codable & Sendable
    ) {
        self.strategies = strategies
        self.tasks = tasks
        self.stage = stage
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
