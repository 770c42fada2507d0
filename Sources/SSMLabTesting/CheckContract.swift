public import SSMContext
public import Testing

/// Checks that a strategy keeps the rules that the runtime and every comparison rely on.
///
/// On a tiny model, for each configuration: results are finite and named by original positions that do not decrease;
/// protected rows stay; nothing depends on packing, on the size of chunks or on the number of workers; the same keys
/// give the same bits; a longer prompt takes no more memory than `heldRows` announces; decoding goes on from the state
/// in constant memory; training keeps every required target and its gradients are finite and reach the strategy's own
/// parameters; prompts are answered one for one; examples can be encoded; the configuration survives JSON. Every
/// breach is an issue that names the strategy and the rule.
///
/// - Parameters:
///   - type: the strategy.
///   - configurations: several that make it act on sequences of 1 to 67 tokens in a model of two layers.
///   - isInert: whether it must give the baseline's bits.
///   - idle: names of its parameters that may get no gradient, for a reason that its author knows.
public func checkContract<Strategy: ContextStrategy>(
    _ type: Strategy.Type, configurations: [Strategy.Configuration], isInert: Bool = false, idle: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async {
    for (index, configuration) in configurations.enumerated() {
        let label = "\(type.name)[\(index)]"
        let report = ContractReport(label: label, sourceLocation: sourceLocation)
        await report.attempt("configuration") {
            let strategy = try Strategy(configuration)
            try report.checkConfiguration(of: strategy)
            await ContractSubject(label: label, strategies: [strategy], report: report)
                .checkAll(isInert: isInert, idle: idle)
        }
    }
}

/// Checks every ordered pair of different strategies, one inside the other, by the same rules as `checkContract`.
///
/// - Parameter factories: one a strategy, with a configuration that acts on sequences of 1 to 67 tokens.
public func checkComposition(
    of factories: [@Sendable () throws -> any ContextStrategy], sourceLocation: SourceLocation = #_sourceLocation
) async {
    for (outer, makeOuter) in factories.enumerated() {
        for (inner, makeInner) in factories.enumerated() where inner != outer {
            let report = ContractReport(label: "pair \(outer), \(inner)", sourceLocation: sourceLocation)
            await report.attempt("composition") {
                let pair = [try makeOuter(), try makeInner()]
                let label = pair.map { "\(Swift.type(of: $0).name)" }.joined(separator: " around ")
                await ContractSubject(
                    label: label, strategies: pair,
                    report: ContractReport(label: label, sourceLocation: sourceLocation)
                ).checkAll(isInert: false, idle: nil)
            }
        }
    }
}
