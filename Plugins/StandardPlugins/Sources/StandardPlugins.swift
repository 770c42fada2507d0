import DeciMamba
import OPRM
import ReMamba
import Reread
import RwR
public import SSMContext

/// The strategies that this package ships.
public enum StandardPlugins {
    /// Every strategy, in the order in which they are listed.
    public static let all: [StrategyRegistration] = [
        StrategyRegistration(
            DeciMamba.self, summary: "drops the rows of a prompt that hardly change the state",
            citation: "Ben-Kish et al., DeciMamba, ICLR 2025, arXiv 2406.14528"),
        StrategyRegistration(
            ReMamba.self, summary: "reads a prompt twice, the second time with a part compressed into memory rows",
            citation: "Yuan et al., ReMamba, 2024, arXiv 2408.15496"),
        StrategyRegistration(
            Reread.self, summary: "reads a prompt twice, one reading after the other: a control",
            citation: "compare Arora et al., Just read twice, 2024, arXiv 2407.05483"),
        StrategyRegistration(
            RwR.self, summary: "writes notes on the context, or on each segment of it, and answers from them",
            citation: "Ma et al., Recall with Reasoning, EMNLP 2025, arXiv 2505.03320"),
        StrategyRegistration(
            OPRM.self, summary: "reads segments of the context on their own and answers from the most certain one",
            citation: "Ben-Kish et al., Overflow prevention, 2025, arXiv 2505.07793"),
    ]
}
