import DeciMamba
public import SSMContext

/// The strategies that this package ships.
public enum StandardPlugins {
    /// Every strategy, in the order in which they are listed.
    public static let all: [StrategyRegistration] = [
        StrategyRegistration(
            DeciMamba.self, summary: "drops the rows of a prompt that hardly change the state",
            citation: "Ben-Kish et al., DeciMamba, ICLR 2025, arXiv 2406.14528")
    ]
}
