import DeciMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct LearningTests {
    @Test func `training goes through the gather with right gradients`() throws {
        let device = Device(workers: 1, poisoned: true)
        let model = try TinyModel.make(on: device)
        let tokens = TinyModel.tokens(30, key: RandomKey(seed: 51))
        let targets = LossTargets([
            [23, 26, 28].map {
                LossTargets.Target(position: $0, token: tokens[Int($0) + 1], weight: 1, isRequired: true)
            }
        ])
        // Random scores do not depend on the weights, so that a difference of losses meets no jump of the choice.
        let strategy = DeciMambaConfiguration(layers: [0, 1], baseLength: 10, minimum: 0, score: .random)
        try expectGradients(of: model.parameters, key: RandomKey(seed: 52)) { parameters in
            let moved = try LanguageModel(model.configuration, parameters: parameters, on: device)
            let request = ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(loss: targets), isDifferentiable: true)
            let result = try runtime(strategy, moved).forward(request, phase: .training, meter: CostMeter())
            #expect(result.positions.count < 20)
            return try #require(result.loss).total
        }
    }

    @Test func `a dropped row has no part in the layers behind`() throws {
        let device = Device(workers: 1, poisoned: true)
        let model = try TinyModel.make(on: device)
        let tokens = TinyModel.tokens(20, key: RandomKey(seed: 53))
        let meter = CostMeter()
        let strategy = DeciMambaConfiguration(layers: [0], baseLength: 4, minimum: 0, score: .last)
        _ = try runtime(strategy, model).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true)),
            phase: .prefill, meter: meter)
        #expect(meter.cost.scannedRows == [5, 5])
        #expect(meter.cost.passes == 1)
    }

    @Test func `a long prefill holds the residual rows and one number a row beyond the baseline`() throws {
        let device = Device(workers: 2)
        let model = try TinyModel.make(TinyModel.configuration(width: 32), on: device)
        let tokens = TinyModel.tokens(100_000, key: RandomKey(seed: 54))
        func peak(_ stack: StrategyStack) throws -> Int {
            let runtime = try StrategyRuntime(model: model, stack: stack, parameters: ParameterTree())
            device.resetPeak()
            let before = device.bytesInUse
            _ = try runtime.forward(
                ForwardRequest(
                    stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true)),
                phase: .prefill, meter: CostMeter())
            return device.peakBytes - before
        }
        let baseline = try peak(StrategyStack())
        for score in [DecimationScore.l2, .slow] {
            let strategy = try DeciMamba(DeciMambaConfiguration(layers: [1], baseLength: 500, score: score))
            let decimated = try peak(StrategyStack([strategy]))
            #expect(decimated - baseline <= 100_000 * (32 + 1) * 4, "\(decimated) bytes against \(baseline)")
        }
    }
}
