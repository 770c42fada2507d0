import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// What must not change a single bit.
@Suite struct BitTests {
    @Test(arguments: GoldenTests.paths) func `the fused path is the split path`(_ path: SIMDPath) throws {
        let golden = try Golden(path: path)
        let fused = try pass(golden.model, golden.sequences)
        let split = try pass(golden.model, golden.sequences, hooks: [ScaleByOne()])
        expectSameBits(split, fused, named: "split path")
        let fusedStep = try golden.model.step(
            [1, 2], from: fused.finalState, sequences: golden.infos, meter: CostMeter())
        let splitStep = try golden.model.step(
            [1, 2], from: split.finalState, sequences: golden.infos, hooks: [ScaleByOne()], meter: CostMeter())
        expectSameBits(splitStep.logits, fusedStep.logits, named: "logits of a step")
    }

    @Test func `one worker and two give the same pass`() throws {
        let (one, two) = (try Golden(workers: 1), try Golden(workers: 2))
        expectSameBits(
            try pass(two.model, two.sequences), try pass(one.model, one.sequences), named: "two workers")
    }

    @Test func `one worker and two give the same gradients`() throws {
        let gradients = try [1, 2].map { workers in
            let golden = try Golden(workers: workers)
            let tracked = golden.model.parameters.mapValues { $0.tracked() }
            let model = try LanguageModel(golden.model.configuration, parameters: tracked, on: golden.device)
            let request = ForwardRequest(
                stream: TokenStream(golden.sequences), sequences: golden.infos,
                outputs: ForwardOutputs(loss: golden.targets), isDifferentiable: true)
            let gradients = try #require(try model.forward(request, meter: CostMeter()).loss).total.gradients()
            return try tracked.map { ($0.name, try #require(gradients[$0.tensor])) }
        }
        for ((name, one), (_, two)) in zip(gradients[0], gradients[1]) {
            expectSameBits(two, one, named: "gradient of \(name)")
        }
    }

    @Test func `observing changes nothing, and what is observed is what was computed`() throws {
        let golden = try Golden()
        let plain = try pass(golden.model, golden.sequences, chunkRows: 50)
        let recorder = Recorder(sites: Set(Site.allCases))
        let observed = try pass(golden.model, golden.sequences, probes: ProbeSet([recorder]), chunkRows: 50)
        expectSameBits(observed, plain, named: "observed pass")
        let layers = golden.model.configuration.layers
        expectSameBits(
            try recorder.rows(of: .finalHidden, at: layers), plain.allHidden, named: "observed final rows")
        let embedded = try recorder.rows(of: .embedding, at: 0)
        let added = try recorder.rows(of: .blockOutput, at: 0)
        expectSameBits(try recorder.rows(of: .residual, at: 0), embedded + added, named: "residual of layer 0")
        let expected: [Site: Int] = [
            .embedding: 4, .residual: 4 * layers, .scanInputs: 4 * layers, .hookedScanInputs: 4 * layers,
            .scanOutput: 4 * layers, .blockOutput: 4 * layers, .state: 4 * layers, .finalHidden: 4,
            .convolutionInput: 4 * layers, .convolutionState: 4 * layers,
        ]
        let counts = Dictionary(grouping: recorder.observations, by: \.site).mapValues(\.count)
        #expect(counts == expected)
        let chunks = recorder.observations.filter { $0.site == .embedding }
        #expect(chunks.map(\.firstSequence) == [0, 0, 1, 1])
        #expect(chunks.map(\.layout.lengths) == [[50], [46, 4], [50], [42]])
        #expect(chunks[1].positions == (50..<96).map { Int32($0) } + [0, 1, 2, 3])
    }

    @Test func `a probe sees only its sites and layers`() throws {
        let golden = try Golden()
        let recorder = Recorder(sites: [.state, .scanOutput], layers: .some([1]))
        _ = try pass(golden.model, golden.sequences, probes: ProbeSet([recorder]))
        #expect(recorder.observations.map(\.layer) == [1, 1])
        #expect(recorder.observations.map(\.site) == [.scanOutput, .state])
    }
}
