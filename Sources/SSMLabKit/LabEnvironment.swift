import SSMContext

/// What commands work with besides their arguments.
struct LabEnvironment: Sendable {
    /// The strategies that can be named.
    let catalog: StrategyCatalog
    /// Where commands write.
    let console: LabConsole
}
