import DeciMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Synchronization
import Testing

@Suite struct CalibrationTests {
    private let model: LanguageModel

    init() throws {
        model = try TinyModel.make(TinyModel.configuration(layers: 4), on: Device(workers: 1))
    }

    /// A bench whose numbers depend on the layer and the base length, and the candidates that it was asked about.
    private func bench(
        _ seen: Seen, score: @escaping @Sendable (Int, Int) -> Double = { _, _ in 0 },
        loss: @escaping @Sendable (Int, Int) -> Double = { _, _ in 0 }
    ) -> CalibrationBench {
        @Sendable func ask(
            _ candidate: any ContextStrategy, _ merit: (Int, Int) -> Double
        ) throws -> Double {
            let configuration = try #require(candidate as? DeciMamba).configuration
            let layers = try #require(configuration.layers)
            #expect(layers.count == 1)
            seen.add(layers[0], configuration.baseLength)
            return merit(layers[0], configuration.baseLength)
        }
        return CalibrationBench(
            model: ModelDescription(model), score: { try ask($0, score) }, loss: { try ask($0, loss) },
            record: { _, _ in Issue.record("the layer search records nothing") })
    }

    final class Seen: Sendable {
        private let pairs = Mutex<[[Int]]>([])
        func add(_ layer: Int, _ length: Int) { pairs.withLock { $0.append([layer, length]) } }
        var all: [[Int]] { pairs.withLock { $0 } }
    }

    @Test func `every layer is tried alone, and the best is taken by its index in the model`() throws {
        let seen = Seen()
        let found = try DeciMamba(DeciMambaConfiguration(layers: [0, 1], baseLength: 9, score: .slow))
            .calibrated(on: bench(seen) { layer, _ in [0.2, 0.5, 0.9, 0.5][layer] })
        #expect(seen.all == [[0, 9], [1, 9], [2, 9], [3, 9]])
        #expect(found.configuration == DeciMambaConfiguration(layers: [2], baseLength: 9, score: .slow))
    }

    @Test func `of equal candidates the first is taken`() throws {
        let strategy = try DeciMamba(
            DeciMambaConfiguration(baseLength: 9, candidateLayers: [1, 3], candidateBaseLengths: [4, 8]))
        let seen = Seen()
        #expect(try strategy.calibrated(on: bench(seen)).configuration.layers == [1])
        #expect(seen.all == [[1, 4], [1, 8], [3, 4], [3, 8]])
        let best = try strategy.calibrated(on: bench(Seen()) { layer, length in Double(layer * length) })
        #expect(best.configuration.layers == [3])
        #expect(best.configuration.baseLength == 8)
    }

    @Test func `the loss is made small where it is the criterion`() throws {
        let strategy = try DeciMamba(DeciMambaConfiguration(criterion: .loss))
        let losses = [Double.nan, 3, 2, 2.5]
        let found = try strategy.calibrated(on: bench(Seen(), loss: { layer, _ in losses[layer] }))
        #expect(found.configuration.layers == [2])
    }

    @Test func `a candidate that the model lacks and a bench without numbers are refused`() throws {
        let strategy = try DeciMamba(DeciMambaConfiguration(candidateLayers: [2, 4]))
        #expect(throws: StrategyError.self) { try strategy.calibrated(on: bench(Seen())) }
        let blind = try DeciMamba(DeciMambaConfiguration())
        #expect(throws: StrategyError.self) { try blind.calibrated(on: bench(Seen()) { _, _ in .nan }) }
    }
}
