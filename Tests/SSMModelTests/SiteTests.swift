import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// What probes see at sites besides the rows of the residual stream.
@Suite struct SiteTests {
    private let model: LanguageModel
    private let tokens = TinyModel.tokens(30, key: RandomKey(seed: 71))

    init() throws {
        model = try TinyModel.make(TinyModel.configuration(layers: 3), on: Device(workers: 1, poisoned: true))
    }

    @Test(arguments: [nil, 4, 11]) func `the state of the convolution is the last rows that entered it`(
        _ chunkRows: Int?
    ) throws {
        let recorder = Recorder(sites: [.convolutionInput, .convolutionState])
        let result = try pass(model, [tokens], probes: ProbeSet([recorder]), chunkRows: chunkRows)
        let history = model.configuration.convolutionWidth - 1
        for layer in 0..<3 {
            let entered = try recorder.rows(of: .convolutionInput, at: layer)
            #expect(entered.shape == [30, model.configuration.innerWidth])
            let last = result.finalState.layers[layer].convolution
            expectSameBits(
                last.reshaped([history, last.columns]), entered.rows((30 - history)..<30), named: "layer \(layer)")
            let states = try recorder.rows(of: .convolutionState, at: layer)
            expectSameBits(states.rows((states.rows - 1)..<states.rows), last, named: "state of layer \(layer)")
        }
    }

    @Test(arguments: [nil, 7]) func `kept rows and scores are those of the selections, hook by hook`(
        _ chunkRows: Int?
    ) throws {
        let hooks = [KeepWhere.multiples(of: 2, layers: .some([1])), .multiples(of: 3, layers: .some([1]))]
        let recorder = Recorder(sites: [.kept, .importance, .published])
        let result = try pass(
            model, [tokens], hooks: hooks, probes: ProbeSet([recorder]), chunkRows: chunkRows)
        let kept = recorder.observations.filter { $0.site == .kept }
        #expect(kept.map(\.layer) == [1])
        #expect(kept[0].positions == [0, 6, 12, 18, 24])
        #expect(kept[0].tokens == [0, 6, 12, 18, 24].map { tokens[$0] })
        #expect(kept[0].name == "kept")
        let published = recorder.observations.filter { $0.site == .published }
        #expect(published.map(\.name) == result.selections.map { "\($0.owner).scores" })
        for (observation, selection) in zip(published, result.selections) {
            guard case .tensor(let scores) = observation.value else {
                Issue.record("scores are no tensor")
                continue
            }
            #expect(scores.values == selection.importance)
            #expect(observation.positions == selection.positions)
        }
    }

    @Test(arguments: [nil, 7]) func `rows that enter are seen once, though the first layer reads them again to choose`(
        _ chunkRows: Int?
    ) throws {
        let recorder = Recorder(sites: [.embedding, .convolutionInput], layers: .some([0]))
        let hooks = [KeepWhere.multiples(of: 2, layers: .some([0]))]
        _ = try pass(model, [tokens], hooks: hooks, probes: ProbeSet([recorder]), chunkRows: chunkRows)
        #expect(try recorder.rows(of: .embedding, at: 0).rows == 30)
        #expect(try recorder.rows(of: .convolutionInput, at: 0).rows == 30)
    }
}
