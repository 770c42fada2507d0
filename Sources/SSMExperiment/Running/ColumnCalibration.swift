import SSMContext
import SSMEval
import SSMModel
import SSMRecord
import SSMTensor

/// Lets the strategies of a column choose what they calibrate, once for a set of weights.
struct ColumnCalibration: Sendable {
    let context: RunContext
    let run: EvaluationRun
    let calibration: Calibration
    let task: any EvaluationTask
    let weights: Weights

    /// What calibration left of one strategy.
    struct Record: Codable, Sendable, Hashable {
        let strategy: String
        let configuration: String
    }

    /// Everything that the outcome depends on.
    private struct Identity: Encodable {
        let weights: ContentHash?
        let seed: UInt64
        let model: ModelSource
        let modelDigest: String?
        let calibration: Calibration
        let taskVersion: Int
        let asking: AskMode
        let stack: [StackEntry]
    }

    /// The stack with its calibrating strategies calibrated, the innermost first.
    ///
    /// - Throws: what answering throws; `RecordError`.
    func calibrated(_ stack: StrategyStack, onEvent: (RunEvent) -> Void) throws -> StrategyStack {
        let identity = try ContentHash(
            ofCanonical: Identity(
                weights: run.weights, seed: run.seed, model: context.experiment.model,
                modelDigest: context.materials.modelDigest, calibration: calibration, taskVersion: task.version,
                asking: run.evaluation.asking, stack: run.column.answering))
        let file = context.folder.calibrationFile(identity)
        if let records = try JSONFile.readIfPresent([Record].self, from: file) {
            return try restored(stack, from: records)
        }
        onEvent(.calibrating(title: "\(run.column.name), seed \(run.seed)"))
        let questions = QuestionSet(calibration, task: task)
        let samples = try questions.cells.flatMap { try questions.samples(of: $0) }
        var stack = stack
        for index in stack.entries.indices.reversed() where run.column.answering[index].isCalibrating {
            let entry = stack.entries[index]
            let before = try entry.strategy.configurationJSON
            let found = try entry.strategy.calibrated(on: bench(samples, index: index, of: stack))
            stack = stack.replacing(index, with: found)
            let after = try found.configurationJSON
            if after != before { onEvent(.calibrated(strategy: entry.label, configuration: after)) }
        }
        let records = try stack.entries.map {
            Record(strategy: type(of: $0.strategy).name.text, configuration: try $0.strategy.configurationJSON)
        }
        try JSONFile.write(records, to: file)
        return stack
    }

    private func restored(_ stack: StrategyStack, from records: [Record]) throws -> StrategyStack {
        var stack = stack
        for (index, record) in records.enumerated() where index < stack.entries.count {
            let strategy = try context.materials.catalogs.strategy(record.strategy, json: record.configuration)
            stack = stack.replacing(index, with: strategy)
        }
        return stack
    }

    /// A bench that tries candidates in one place of the stack.
    private func bench(_ samples: [Sample], index: Int, of stack: StrategyStack) -> CalibrationBench {
        CalibrationBench(
            model: ModelDescription(weights.model),
            score: { candidate in try score(samples, with: stack.replacing(index, with: candidate)) },
            loss: { candidate in try loss(samples, with: stack.replacing(index, with: candidate)) },
            record: { probe, candidate in
                let tried = candidate.map { stack.replacing(index, with: $0) } ?? stack.removing(index)
                try record(probe, samples, with: tried)
            })
    }

    private func runtime(_ stack: StrategyStack) throws -> StrategyRuntime {
        try StrategyRuntime(model: weights.model, stack: stack, parameters: weights.strategies)
    }

    private func score(_ samples: [Sample], with stack: StrategyStack) throws -> Double {
        let settings = context.settings
        let answering = Answering(
            runtime: try runtime(stack), tokenizer: context.materials.tokenizer, asking: run.evaluation.asking,
            key: context.key(of: run.seed).folding("calibration"), seconds: { settings.seconds })
        var right = 0
        var count = 0
        for batch in answering.batches(of: try answering.items(of: samples)) {
            for (item, answer) in zip(batch, try answering.answers(to: batch)) {
                let question = item.sample.questions[item.prompt.questionIndex]
                let score = task.scoring.score(answer.text, accepted: question.answers, stop: item.sample.stop)
                right += score.isRight ? 1 : 0
                count += 1
            }
        }
        return count > 0 ? Double(right) / Double(count) : 0
    }

    /// Reads what answering would read: every prompt whole, or each context once.
    private func record(_ probe: any Probe, _ samples: [Sample], with stack: StrategyStack) throws {
        let runtime = try runtime(stack)
        let key = context.key(of: run.seed).folding("calibration")
        let meter = CostMeter()
        for sample in samples {
            for prompt in run.evaluation.asking == .prompt ? sample.prompts : Array(sample.prompts.prefix(1)) {
                let encoded = try prompt.encoded(with: context.materials.tokenizer)
                let readsContext = run.evaluation.asking == .afterReading && encoded.contextRows > 0
                let request = ForwardRequest(
                    reading: encoded, rows: readsContext ? encoded.contextRows : encoded.tokens.count, key: key,
                    probes: [probe])
                _ = try runtime.forward(request, phase: .prefill, meter: meter)
            }
        }
    }

    private func loss(_ samples: [Sample], with stack: StrategyStack) throws -> Double {
        let runtime = try runtime(stack)
        let key = context.key(of: run.seed).folding("calibration")
        let meter = CostMeter()
        var total = 0.0
        var count = 0
        for sample in samples {
            let example = try sample.trainingExample.encoded(with: context.materials.tokenizer)
            let batch = LearningBatch([example], keys: [key.folding(sample.id)])
            let result = try runtime.loss(of: batch, isDifferentiable: false, meter: meter)
            total += result.requiredLoss
            count += result.requiredCount
        }
        return count > 0 ? total / Double(count) : 0
    }
}

extension ContextStrategy {
    /// The configuration as JSON.
    fileprivate var configurationJSON: String {
        get throws { try canonicalJSON(of: configuration) }
    }
}
