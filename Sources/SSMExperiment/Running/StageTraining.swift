import Foundation
import SSMContext
import SSMEval
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
    let task: any EvaluationTask
    let length: Int

    private var experiment: Experiment { context.experiment }
    private var folder: RunFolder { context.folder.stage(run.identity) }
    private var key: RandomKey { context.key(of: run.seed).folding("train").folding(run.stage.name) }

    /// Trains from the beginning, or from the newest checkpoint of this stage.
    ///
    /// - Throws: `TrainingError`, `StoreError`, `StrategyError`, `TaskError` and what else a run can end with.
    nonisolated(nonsending) func train(onEvent: (TrainingEvent) throws -> Void) async throws {
        let before = try context.weights(after: run.parent, seed: run.seed)
        let stack = try context.materials.catalogs.stack(run.stack)
        let start = Self.parameters(of: before, stack: stack, key: key)
        let model = before.model
        let data = DataContext(tokenizer: context.materials.tokenizer, key: key.folding("prepare"))
        let examples = ExampleSource(
            task: task, stack: stack, data: data, key: key.folding("data"), tokenizer: context.materials.tokenizer)
        let validation = run.stage.validateEvery > 0 ? try await validationExamples(stack: stack, data: data) : []
        let meter = CostMeter()
        let trainer = Trainer(
            stage: run.stage, dataLength: length, key: key, checkpoints: CheckpointFolder(folder.checkpoints),
            texts: try texts(of: model), metrics: folder.metricsFile, interrupt: context.settings.interrupt,
            clock: context.settings.clock)
        func runtime(_ tree: ParameterTree) throws -> StrategyRuntime {
            try StrategyRuntime(
                model: LanguageModel(
                    model.configuration, parameters: tree.group(under: "model/"), on: context.device),
                stack: stack, parameters: tree.group(under: "strategies/"))
        }
        _ = try await trainer.run(
            parameters: start, resume: true,
            examples: { index, length in try await examples.example(index, length: length) },
            loss: { batch, tree, _ in
                let loss = try runtime(tree).loss(of: batch, isDifferentiable: true, meter: meter)
                return BatchLoss(loss)
            },
            validate: { tree in
                try Self.validate(validation, with: runtime(tree), key: key, meter: meter)
            },
            onEvent: onEvent)
    }

    /// All parameters that the stage trains: the model's, and those that the strategies declare.
    private static func parameters(of before: Weights, stack: StrategyStack, key: RandomKey) -> ParameterTree {
        let declared = stack.initialParameters(for: before.model, key: key.folding("strategies"))
        return before.model.parameters.prefixed("model/")
            .merging(declared.merging(before.strategies).prefixed("strategies/"))
    }

    /// What a checkpoint holds beside tensors, so that it can be used on its own.
    private func texts(of model: LanguageModel) throws -> [String: String] {
        [
            "model": try model.checkpointParts().configuration,
            "tokenizer": context.materials.tokenizer.json,
            "configuration": try experiment.resolvedYAML(),
            "strategies": try canonicalJSON(of: run.stack),
            "provenance": try canonicalJSON(of: context.provenance),
        ]
    }

    private nonisolated(nonsending) func validationExamples(
        stack: StrategyStack, data: DataContext
    ) async throws -> [EncodedExample] {
        let source = ExampleSource(
            task: task, stack: stack, data: data, key: context.key(of: run.seed).folding("validation"),
            tokenizer: context.materials.tokenizer)
        var examples: [EncodedExample] = []
        for index in 0..<run.stage.validationSamples {
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
