package import SSMContext

extension StrategyStack {
    /// The label of the stack in dumps: the labels of its strategies.
    package var dumpLabel: String {
        entries.isEmpty ? "baseline" : entries.map(\.label).joined(separator: "+")
    }

    /// The strategies with their configurations as JSON, outermost first.
    ///
    /// - Throws: what the encoding of a configuration throws.
    package func describedForDumps() throws -> String {
        let parts = try entries.map { entry in
            "{\"\(entry.label)\":\(try AnyConfiguration(entry.strategy.anyConfiguration).json)}"
        }
        return "[" + parts.joined(separator: ",") + "]"
    }
}
