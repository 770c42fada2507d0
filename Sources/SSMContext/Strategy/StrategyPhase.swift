/// When an entry of a stack acts.
public enum StrategyPhase: String, Sendable, Hashable, Codable, CaseIterable {
    /// While a stage trains with its column's strategy.
    case train
    /// While prompts are answered.
    case answer
    /// In both.
    case both

    /// Whether an entry acts in a phase.
    package func covers(_ phase: StrategyPhase) -> Bool {
        self == .both || phase == .both || self == phase
    }
}
