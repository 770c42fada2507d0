import ArgumentParser
import SSMContext
import SSMModel
import SSMTensor

/// The strategies of a command that runs a model.
struct StackOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "A strategy, as NAME or NAME:{yaml}; may be given several times, the outermost first.", valueName: "SPEC"))
    var strategy: [String] = []

    @Flag(help: "Let strategies whose trained parameters the model lacks begin from their initial ones.")
    var untrained = false

    /// The strategies that were named.
    func stack(from catalog: StrategyCatalog) throws -> StrategyStack {
        StrategyStack(try strategy.map { try Specification(parsing: $0).strategy(from: catalog) })
    }

    /// A loaded model inside the stack.
    ///
    /// - Throws: `StrategyError.missingParameters` when the checkpoint lacks what a strategy trains, unless the user
    ///   asked for `--untrained`; what a strategy that the model does not suit throws.
    func runtime(of loaded: LoadedModel, stack: StrategyStack) throws -> StrategyRuntime {
        for entry in stack.entries { try entry.strategy.check(for: loaded.model.configuration) }
        var parameters = loaded.strategyParameters
        if untrained {
            let initial = stack.initialParameters(for: loaded.model, key: RandomKey(seed: 0).folding("untrained"))
            for (name, tensor) in initial where parameters[name] == nil { parameters[name] = tensor }
        }
        return try StrategyRuntime(model: loaded.model, stack: stack, parameters: parameters)
    }
}
