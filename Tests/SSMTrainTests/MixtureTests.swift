import Foundation
import SSMTensor
import SSMTrain
import Testing

/// Examples of several sources in one stage.
struct MixtureTests {
    @Test func `sources are taken by their shares, and their examples one after the other`() {
        let order = MixtureOrder(shares: [0.7, 0.1, 0.2], key: RandomKey(seed: 1))
        let places = (0..<4000).map { order.place(of: $0) }
        for (source, share) in [0.7, 0.1, 0.2].enumerated() {
            let own = places.filter { $0.source == source }
            #expect(own.map(\.index) == Array(0..<own.count))
            // Four standard deviations of a share of 4,000.
            #expect(abs(Double(own.count) / 4000 - share) < 4 * (share * (1 - share) / 4000).squareRoot())
        }
        // From any index on, and for nothing but the key.
        let again = MixtureOrder(shares: [7, 1, 2], key: RandomKey(seed: 1))
        for index in [3999, 0, 70, 70, 69] {
            let place = again.place(of: index)
            #expect(place == places[index] && again.source(of: index) == place.source)
        }
        let other = MixtureOrder(shares: [0.7, 0.1, 0.2], key: RandomKey(seed: 2))
        #expect((0..<100).map { other.source(of: $0) } != places[..<100].map(\.source))
    }

    @Test func `what is taken of each source is counted, over interruptions`() async throws {
        let stage = try StageConfiguration(steps: 9, batchTokens: 64, logEvery: 1)
        let mixture = Mixture(
            names: ["a", "b"], order: MixtureOrder(shares: [0.5, 0.5], key: RandomKey(seed: 3)))
        func run(_ name: String) throws -> TinyRun {
            var run = try TinyRun(name, stage: stage)
            run.mixture = mixture
            return run
        }
        let (whole, stopped) = (try run("mixture"), try run("mixture-stopped"))
        let outcome = try await whole.train()
        let taken = try #require(outcome.progress.taken)
        #expect(taken.map(\.source) == ["a", "b"])
        let sources = (0..<outcome.progress.position).map { mixture.order.source(of: $0) }
        #expect(taken.map(\.examples) == [0, 1].map { source in sources.count { $0 == source } })
        #expect(taken.reduce(0) { $0 + $1.tokens } == outcome.progress.tokens)
        #expect(taken.allSatisfy { $0.examples > 0 && $0.targets > 0 && $0.targets < $0.tokens })
        _ = try await stopped.trainAndStop(after: 4, resume: false)
        #expect(try await stopped.train(resume: true).progress.taken == taken)
        guard case .training(let last)? = try stopped.rows().last else {
            Issue.record("there is no row of metrics")
            return
        }
        #expect(last.taken == taken)
    }
}
