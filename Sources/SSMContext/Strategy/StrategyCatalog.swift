/// The strategies that a program knows: a value that is passed down, not a global registry.
public struct StrategyCatalog: Sendable {
    /// In the order of registration.
    public let registrations: [StrategyRegistration]

    /// A catalog.
    ///
    /// - Precondition: no name occurs twice.
    public init(_ registrations: [StrategyRegistration]) {
        let names = registrations.map(\.name.text)
        precondition(Set(names).count == names.count, "StrategyCatalog: a name is registered twice in \(names)")
        self.registrations = registrations
    }

    /// The registration of a name.
    public func registration(named name: String) throws(StrategyError) -> StrategyRegistration {
        guard let found = registrations.first(where: { $0.name.text == name }) else {
            throw .unknown(name: name, known: registrations.map(\.name.text))
        }
        return found
    }
}
