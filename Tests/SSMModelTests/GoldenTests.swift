import SSMLabTesting
import SSMModel
import SSMTensor
import Synchronization
import Testing

/// Parity with transformers on a tiny Mamba: every SIMD path, within the rounding of another program.
@Suite struct GoldenTests {
    static let paths = SIMDPath.allCases.filter(\.isAvailable)

    @Test(arguments: paths) func `logits and hidden states are those of transformers`(_ path: SIMDPath) throws {
        let golden = try Golden(path: path)
        let probe = Recorder(sites: [.residual])
        let result = try pass(golden.model, golden.sequences, probes: ProbeSet([probe]))
        expectClose(result.allLogits, try golden.packed("logits"), within: .otherProgram, named: "logits")
        let layers = golden.model.configuration.layers
        for layer in 0..<layers {
            expectClose(
                try probe.rows(of: .residual, at: layer), try golden.packed("hidden_states.\(layer)"),
                within: .otherProgram, named: "hidden states \(layer)")
        }
        expectClose(
            result.allHidden, try golden.packed("hidden_states.\(layers)"), within: .otherProgram,
            named: "final hidden states")
    }

    @Test(arguments: paths) func `the loss and every gradient are those of transformers`(_ path: SIMDPath) throws {
        let golden = try Golden(path: path)
        let tracked = golden.model.parameters.mapValues { $0.tracked() }
        let model = try LanguageModel(golden.model.configuration, parameters: tracked, on: golden.device)
        let request = ForwardRequest(
            stream: TokenStream(golden.sequences), sequences: golden.infos,
            outputs: ForwardOutputs(loss: golden.targets), isDifferentiable: true)
        let loss = try #require(try model.forward(request, meter: CostMeter()).loss)
        expectClose([loss.total.item], try golden.file.floats("loss"), within: .otherProgram, named: "loss")
        #expect(loss.requiredCount == 190)
        #expect(abs(loss.requiredLoss / 190 - Double(loss.total.item)) < 1e-4)
        let gradients = loss.total.gradients()
        #expect(tracked.names.map { "grad." + $0 }.allSatisfy(golden.file.contains))
        for (name, parameter) in tracked {
            let gradient = try #require(gradients[parameter], "no gradient of \(name)")
            let expected = try golden.file.tensor("grad." + name, on: golden.device)
            expectClose(gradient, expected, within: .otherProgram, named: "gradient of \(name)")
        }
    }

    @Test func `greedy tokens are those of transformers`() throws {
        let golden = try Golden()
        let expected = try golden.file.integers("greedy").map { TokenID($0) }
        let prompt = Array(expected.prefix(32))
        let read = try pass(golden.model, [prompt])
        var tokens = prompt
        var state = read.finalState
        var logits = read.allLogits.rows(31..<32)
        while tokens.count < expected.count {
            tokens.append(TokenID(logits.argmaxRows()[0]))
            (logits, state) = try golden.model.step(
                [tokens[tokens.count - 1]], from: state, sequences: TinyModel.prompts([prompt]), meter: CostMeter())
        }
        #expect(tokens == expected)
    }

    @Test func `gradients agree with differences of the loss`() throws {
        let device = Device(workers: 1, poisoned: true)
        let model = try TinyModel.make(on: device)
        let tokens = TinyModel.tokens(12, key: RandomKey(seed: 21))
        let next = (0..<11).map { (row: Int) -> LossTargets.Target in
            LossTargets.Target(
                position: Int32(row), token: tokens[row + 1], weight: Float(row % 3), isRequired: row % 2 == 0)
        }
        let targets = LossTargets([next])
        try expectGradients(of: model.parameters, key: RandomKey(seed: 22)) { parameters in
            let moved = try LanguageModel(model.configuration, parameters: parameters, on: device)
            let request = ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(loss: targets), isDifferentiable: true)
            return try #require(try moved.forward(request, meter: CostMeter()).loss).total
        }
    }
}
