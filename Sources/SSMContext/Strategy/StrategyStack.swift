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

    /// Strategies with the phase in which each acts; of one name, those that act together are numbered.
    ///
    /// Those that train are numbered first, and one that only answers takes the first label that no other has while it
    /// answers: a strategy that answers under other settings than it was trained with finds its parameters, and the
    /// labels of training do not depend on what answers.
    public init(_ strategies: [(strategy: any ContextStrategy, during: StrategyPhase)]) {
        let trained = strategies.indices.filter { strategies[$0].during.covers(.train) }
        let others = strategies.indices.filter { !strategies[$0].during.covers(.train) }
        var labels = [String](repeating: "", count: strategies.count)
        for index in trained + others {
            let (strategy, during) = strategies[index]
            let taken = Set(zip(strategies, labels).compactMap { $0.during.covers(during) ? $1 : nil })
            labels[index] = Self.label(type(of: strategy).name.text, besides: taken)
        }
        entries = zip(strategies, labels).map { Entry(label: $1, strategy: $0.strategy, during: $0.during) }
    }

    /// The name, numbered if it has to be.
    private static func label(_ name: String, besides taken: Set<String>) -> String {
        var label = name
        var number = 1
        while taken.contains(label) {
            number += 1
            label = "\(name)-\(number)"
        }
        return label
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
