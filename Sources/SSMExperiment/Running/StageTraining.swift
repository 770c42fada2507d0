import Foundation
import SSMContext
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor
import SSMText
import SSMTrain

/// Trains one stage of one seed.
struct StageTraining {
    let context: RunContext
    let run: StageRun
    let source: TrainingSource

    private var length: Int { run.data.length }
    private var experiment: Experiment { context.experiment }
    private var folder: RunFolder { context.folder.stage(run.identity) }
    private var key: RandomKey { context.key(of: run.seed).folding("train").folding(run.stage.name) }

    /// Trains from the beginning, or from the newest checkpoint of this stage.
    ///
    /// - Returns: of a run that tries a learning rate, how its model does on the validation samples at the end.
    /// - Throws: `TrainingError`, `StoreError`, `StrategyError`, `TaskError` and what else a run can end with.
    nonisolated(nonsending) func train(
        onEvent: (TrainingEvent) throws -> Void
    ) async throws -> ValidationResult? {
        let before = try context.weights(after: run.parent, seed: run.seed)
        let stack = try context.materials.catalogs.stack(run.stack)
        let model = before.model
        let adapters = try run.stage.lora.map {
            try LowRankAdapters(
                randomly: $0, for: model.configuration, key: key.folding("adapters"), on: context.device)
        }
        if let report = source.report { try JSONFile.write(report, to: folder.dataFile) }
        let start = try parameters(of: before, stack: stack, adapters: adapters)
        let data = DataContext(tokenizer: context.materials.tokenizer, key: key.folding("prepare"))
        let samples = source.training(key: key.folding("data"))
        let examples = ExampleSource(
            samples: samples, stack: stack, data: data, key: key.folding("data"),
            tokenizer: context.materials.tokenizer)
        let isValidating = run.isCandidate || run.stage.validateEvery > 0
        let validation = isValidating ? try await validationExamples(stack: stack, data: data) : []
        let meter = CostMeter()
        let trainer = Trainer(
            stage: run.stage, dataLength: length, key: key, checkpoints: CheckpointFolder(folder.checkpoints),
            texts: try texts(of: model, adapters: adapters), metrics: folder.metricsFile,
            mixture: samples.mixture, interrupt: context.settings.interrupt, clock: context.settings.clock)
        func runtime(_ tree: ParameterTree) throws -> StrategyRuntime {
            try StrategyRuntime(
                model: LanguageModel(
                    model.configuration, parameters: tree.group(under: "model/"),
                    adapters: adapters?.with(tree.group(under: LowRankAdapters.prefix)), on: context.device),
                stack: stack, parameters: tree.group(under: "strategies/"))
        }
        let outcome = try await trainer.run(
            parameters: start.trained, frozen: start.frozen, resume: true,
            examples: { index, length in try await examples.example(index, length: length) },
            loss: { batch, tree, _ in
                let loss = try runtime(tree).loss(of: batch, isDifferentiable: true, meter: meter)
                return BatchLoss(loss)
            },
            validate: { tree in
                try Self.validate(validation, with: runtime(tree), key: key, meter: meter)
            },
            onEvent: onEvent)
        if let report = source.report {
            try JSONFile.write(report.taking(outcome.progress.taken), to: folder.dataFile)
        }
        guard run.isCandidate else { return nil }
        return try Self.validate(validation, with: runtime(outcome.parameters), key: key, meter: meter)
    }

    /// What the stage begins with under the names of checkpoints: the model's parameters, those that the strategies
    /// declare, those that earlier stages have left, and adapters.
    private func parameters(
        of before: Weights, stack: StrategyStack, adapters: LowRankAdapters?
    ) throws -> (trained: ParameterTree, frozen: ParameterTree) {
        let declared = stack.initialParameters(for: before.model, key: key.folding("strategies"))
        let selection = ParameterSelection(
            stage: run.stage, model: before.model.configuration, strategies: declared.names)
        let weights = before.model.parameters.prefixed("model/")
            .merging(declared.merging(before.strategies).prefixed("strategies/"))
        var (trained, frozen) = (ParameterTree(), ParameterTree())
        for (name, tensor) in weights {
            let isTrained = selection.trained.contains(String(name.drop { $0 != "/" }.dropFirst()))
            if isTrained { trained[name] = tensor } else { frozen[name] = tensor }
        }
        return (trained.merging(adapters?.parameters.prefixed(LowRankAdapters.prefix) ?? ParameterTree()), frozen)
    }

    /// What a checkpoint holds beside tensors, so that it can be used on its own.
    private func texts(of model: LanguageModel, adapters: LowRankAdapters?) throws -> [String: String] {
        let own = [
            "model": model.checkpointParts().configuration,
            "tokenizer": context.materials.tokenizer.json,
        ]
        var texts = [
            "configuration": try experiment.resolvedYAML(),
            "strategies": try canonicalJSON(of: run.stack),
            "provenance": try canonicalJSON(of: context.provenance),
        ].merging(context.materials.origin?.ecosystemTexts ?? own) { written, _ in written }
        texts[LowRankAdapters.text] = try adapters?.checkpointParts().configuration
        return texts
    }

    private nonisolated(nonsending) func validationExamples(
        stack: StrategyStack, data: DataContext
    ) async throws -> [EncodedExample] {
        let key = context.key(of: run.seed).folding("validation")
        let samples = source.validation(key: key)
        let source = ExampleSource(
            samples: samples, stack: stack, data: data, key: key, tokenizer: context.materials.tokenizer)
        var examples: [EncodedExample] = []
        for index in 0..<min(run.stage.validationSamples, samples.count ?? .max) {
            examples.append(try await source.example(index, length: length))
        }
        return examples
    }

    private static func validate(
        _ examples: [EncodedExample], with runtime: StrategyRuntime, key: RandomKey, meter: CostMeter
    ) throws -> ValidationResult {
        var loss = 0.0
        var correct = 0
        var count = 0
        for (index, example) in examples.enumerated() {
            let batch = LearningBatch([example], keys: [key.folding("validation").folding(index)])
            let result = try runtime.loss(of: batch, isDifferentiable: false, meter: meter)
            loss += result.requiredLoss
            correct += result.requiredCorrect
            count += result.requiredCount
        }
        guard count > 0 else { return ValidationResult(samples: examples.count) }
        return ValidationResult(
            samples: examples.count, loss: loss / Double(count), accuracy: Double(correct) / Double(count))
    }
}
