public import SSMModel
public import SSMTensor

/// Strategies around a model, the first outermost. The empty stack is the baseline.
public struct StrategyStack: Sendable {
    /// One strategy of a stack.
    public struct Entry: Sendable {
        /// Its namespace in checkpoints and its name in messages.
        public let label: String
        /// The strategy.
        public var strategy: any ContextStrategy
        /// When it acts.
        public let during: StrategyPhase
    }

    /// Outermost first.
    public private(set) var entries: [Entry]

    /// Strategies with the phase in which each acts; a name that occurs again is numbered.
    public init(_ strategies: [(strategy: any ContextStrategy, during: StrategyPhase)]) {
        entries = []
        for (strategy, during) in strategies {
            let name = type(of: strategy).name.text
            let before = entries.count { type(of: $0.strategy).name.text == name }
            entries.append(
                Entry(label: before == 0 ? name : "\(name)-\(before + 1)", strategy: strategy, during: during))
        }
    }

    /// Strategies that act in both phases.
    public init(_ strategies: [any ContextStrategy] = []) {
        self.init(strategies.map { ($0, .both) })
    }

    /// The entries that act in a phase, with their labels.
    public func acting(during phase: StrategyPhase) -> StrategyStack {
        var copy = self
        copy.entries = entries.filter { $0.during.covers(phase) }
        return copy
    }

    /// The same stack with one strategy replaced.
    public func replacing(_ index: Int, with strategy: any ContextStrategy) -> StrategyStack {
        var copy = self
        copy.entries[index].strategy = strategy
        return copy
    }

    /// The same stack without one strategy; the others keep their labels.
    public func removing(_ index: Int) -> StrategyStack {
        var copy = self
        copy.entries.remove(at: index)
        return copy
    }

    /// What a pass over so many rows holds of all of them at once because of the strategies.
    public func heldRows(reading rows: Int, on model: ModelConfiguration) -> HeldRows {
        entries.reduce(.none) { $0.joined(with: $1.strategy.heldRows(reading: rows, on: model)) }
    }

    /// First values of all trainable tensors that the strategies declare, by "<label>/<name>".
    public func initialParameters(for model: LanguageModel, key: RandomKey) -> ParameterTree {
        var all = ParameterTree()
        for entry in entries {
            var builder = ParameterBuilder(key: key.folding(entry.label), on: model.device)
            entry.strategy.declareParameters(in: &builder, for: ModelDescription(model))
            for (name, tensor) in builder.parameters { all["\(entry.label)/\(name)"] = tensor }
        }
        return all
    }

    /// Names of all trainable tensors that the strategies declare, with the label of each.
    func declaredNames(for model: LanguageModel) -> [(label: String, name: String)] {
        entries.flatMap { entry in
            var builder = ParameterBuilder(key: RandomKey(seed: 0), on: model.device, wantsValues: false)
            entry.strategy.declareParameters(in: &builder, for: ModelDescription(model))
            return builder.names.map { (entry.label, $0) }
        }
    }
}
