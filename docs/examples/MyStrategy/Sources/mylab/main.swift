import SSMLabKit
import StandardPlugins
import StepScaling

let own = StrategyRegistration(
    StepScaling.self, summary: "smaller steps through longer prompts", citation: "an example, not a paper")

await Lab.main(strategies: StandardPlugins.all + [own])
