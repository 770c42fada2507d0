import SSMContext
import SSMModel
import SSMTensor
import SSMTrain
import Testing

/// The estimate of a training step beside what the device of a real run measures.
@Suite struct TrainingMemoryTests {
    struct Shape: Sendable, CustomStringConvertible {
        let model: ModelConfiguration
        let tokens: Int
        var accumulation = 1
        /// Rank of adapters on the projections, with frozen weights; 0: the weights are trained.
        var rank = 0
        var description: String { "width-\(model.width)-tokens-\(tokens)-batches-\(accumulation)-rank-\(rank)" }
    }

    /// The tape decides, the weights decide, the loss's logits decide, several batches a step.
    static let shapes = [
        Shape(model: ModelConfiguration(vocabularySize: 32, width: 32, layers: 3, state: 8), tokens: 4096),
        Shape(model: ModelConfiguration(vocabularySize: 50, width: 128, layers: 2, state: 16), tokens: 512),
        Shape(model: ModelConfiguration(vocabularySize: 6000, width: 64, layers: 2, state: 16), tokens: 256),
        Shape(model: ModelConfiguration(vocabularySize: 2000, width: 16, layers: 1, state: 4), tokens: 4096),
        Shape(
            model: ModelConfiguration(vocabularySize: 50, width: 128, layers: 2, state: 16, tiesEmbeddings: false),
            tokens: 256, accumulation: 3),
        Shape(model: ModelConfiguration(vocabularySize: 50, width: 128, layers: 2, state: 16), tokens: 512, rank: 4),
        Shape(model: ModelConfiguration(vocabularySize: 6000, width: 64, layers: 2, state: 16), tokens: 256, rank: 2),
    ]

    @Test(arguments: shapes)
    func `a step of training takes what is estimated`(_ shape: Shape) async throws {
        let stage = try StageConfiguration(
            steps: 2, batchTokens: shape.tokens, accumulation: shape.accumulation,
            loss: LossWeights(target: 1, other: 1), checkpointEvery: 0)
        var run = try TinyRun("memory-\(shape)", stage: stage)
        run.dataLength = 127
        let device = run.device
        let weights = try LanguageModel(randomly: shape.model, key: RandomKey(seed: 1), on: device)
            .parameters.prefixed("model/")
        let lora = shape.rank > 0 ? try LoRAConfiguration(rank: shape.rank) : nil
        let adapters = try lora.map {
            try LowRankAdapters(randomly: $0, for: shape.model, key: RandomKey(seed: 2), on: device)
        }
        let before = device.bytesInUse
        device.resetPeak()
        let loss: Trainer.Loss = { batch, tree, _ in
            let model = try LanguageModel(
                shape.model, parameters: tree.group(under: "model/"),
                adapters: adapters?.with(tree.group(under: "adapters/")), on: device)
            let runtime = try StrategyRuntime(model: model, stack: StrategyStack(), parameters: ParameterTree())
            let result = try runtime.loss(of: batch, isDifferentiable: true, meter: CostMeter())
            return BatchLoss(total: result.total, targetLoss: result.requiredLoss / Double(result.requiredCount))
        }
        _ = try await run.train(
            parameters: adapters?.parameters.prefixed("adapters/") ?? weights,
            frozen: adapters == nil ? ParameterTree() : weights, loss: loss)
        // This test holds what training began with, of which a run changes a copy; what is frozen is not copied.
        let measured = device.peakBytes - before + (adapters == nil ? 0 : 4 * shape.model.parameterCount)
        let count = lora?.parameterCount(in: shape.model) ?? 0
        let estimate = MemoryEstimate(shape.model).trainingBytes(
            tokens: shape.tokens, isAccumulating: shape.accumulation > 1,
            trained: lora.map { _ in TrainedParameters(count: count, adapters: count, includesTables: false) })
        let ratio = Double(estimate) / Double(measured)
        #expect((0.85...1.15).contains(ratio), "estimated \(estimate), measured \(measured): \(ratio)")
    }
}
