import SSMContext
import SSMModel
import SSMTensor
import Testing

/// Labels of the strategies of a stack.
struct StrategyStackTests {
    private struct Plain: ContextStrategy {
        static let name: StrategyName = "plain"
        let configuration: Configuration

        struct Configuration: Codable, Sendable {}

        init(_ configuration: Configuration) { self.configuration = configuration }
    }

    private func stack(_ phases: [StrategyPhase]) -> StrategyStack {
        StrategyStack(phases.map { (Plain(Plain.Configuration()), $0) })
    }

    @Test(
        arguments: [
            ([.both, .both], ["plain", "plain-2"]),
            ([.train, .answer], ["plain", "plain"]),
            ([.answer, .train], ["plain", "plain"]),
            ([.answer, .both], ["plain-2", "plain"]),
            ([.train, .both, .answer], ["plain", "plain-2", "plain"]),
        ] as [([StrategyPhase], [String])])
    func `strategies of one name are told apart where they act together`(_ phases: [StrategyPhase], _ labels: [String])
    {
        let whole = stack(phases)
        #expect(whole.entries.map(\.label) == labels)
        for phase in [StrategyPhase.train, .answer] {
            let acting = whole.acting(during: phase).entries.map(\.label)
            #expect(Set(acting).count == acting.count)
        }
        #expect(
            stack(phases.filter { $0.covers(.train) }).entries.map(\.label)
                == whole.acting(during: .train).entries.map(\.label))
    }
}
