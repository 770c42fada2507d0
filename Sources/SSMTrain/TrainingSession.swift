import SSMContext
import SSMTensor

/// A stage between its beginning or resumption and its end or interruption.
struct TrainingSession {
    let trainer: Trainer
    private(set) var state: TrainingState
    private let log: MetricsLog
    /// The step of the last good checkpoint.
    private var savedStep: Int?
    /// What the clock shows minus the seconds of training.
    private let clockOffset: Double
    /// Where tokens per second are counted from.
    private var mark: (tokens: Int, seconds: Double)

    init(trainer: Trainer, state: TrainingState, log: MetricsLog, savedStep: Int?) {
        self.trainer = trainer
        self.state = state
        self.log = log
        self.savedStep = savedStep
        clockOffset = trainer.clock.seconds - state.progress.seconds
        mark = (state.progress.tokens, state.progress.seconds)
    }

    /// Makes one step, and its row where one is due.
    nonisolated(nonsending) mutating func advance(
        examples: BatchPlan.Source, loss: Trainer.Loss, onEvent: (TrainingEvent) throws -> Void
    ) async throws {
        let stage = trainer.stage
        let length = state.progress.curriculum.length
        let plan = BatchPlan(stage: stage, key: trainer.key)
        let step = try await plan.step(
            state.progress.step + 1, from: state.progress.position, length: length, source: examples)
        let measured = try update(on: step, loss: loss)
        if let mixture = trainer.mixture {
            var taken = state.progress.taken ?? mixture.nothing
            taken.add(step, from: state.progress.position, of: mixture)
            state.progress.taken = taken
        }
        state.progress.position = step.next
        state.progress.tokens += step.tokens
        state.progress.step += 1
        state.progress.seconds = trainer.clock.seconds - clockOffset
        let report = report(of: measured, length: length)
        if report.step % stage.logEvery == 0 || report.step == stage.steps {
            try log.append(.training(report))
            mark = (report.tokens, report.seconds)
        }
        try onEvent(.step(report))
        let isLonger = try state.progress.curriculum.record(
            accuracy: measured.targetAccuracy, targetLoss: measured.targetLoss, stage: stage,
            dataLength: trainer.dataLength)
        if isLonger {
            let length = state.progress.curriculum.length
            try onEvent(.lengthened(stage: stage.name, step: report.step + 1, length: length))
        }
    }

    /// Writes the row of a validation.
    func note(_ result: ValidationResult, onEvent: (TrainingEvent) throws -> Void) throws {
        let report = ValidationReport(
            stage: trainer.stage.name, step: state.progress.step, result: result, seconds: state.progress.seconds)
        try log.append(.validation(report))
        try onEvent(.validated(report))
    }

    /// Writes a checkpoint of the present step, unless there is one.
    mutating func save(onEvent: (TrainingEvent) throws -> Void) throws {
        let step = state.progress.step
        guard savedStep != step else { return }
        try log.synchronize()
        try trainer.checkpoints.save(state.checkpoint(texts: trainer.texts), step: step)
        savedStep = step
        try onEvent(.checkpointed(stage: trainer.stage.name, step: step))
    }

    private struct Measured {
        var loss = 0.0
        var targetLoss: Double?
        var targetAccuracy: Double?
        var gradientNorm = 0.0
    }

    private mutating func update(on step: TrainingStep, loss: Trainer.Loss) throws -> Measured {
        var gradients = [Tensor?](repeating: nil, count: state.names.count)
        var measured = Measured()
        var targetLoss = TargetMean()
        var targetAccuracy = TargetMean()
        let key = trainer.key.folding("step").folding(state.progress.step)
        for (index, batch) in step.batches.enumerated() {
            let batchLoss = try addGradients(of: batch, key: key.folding(index), loss: loss, to: &gradients)
            measured.loss += batchLoss.total
            targetLoss.add(batchLoss.targetLoss, count: batch.targetCount)
            targetAccuracy.add(batchLoss.targetAccuracy, count: batch.targetCount)
        }
        measured.targetLoss = targetLoss.mean
        measured.targetAccuracy = targetAccuracy.mean
        measured.gradientNorm = GradientNorm.norm(of: gradients)
        guard measured.gradientNorm.isFinite else { throw notFinite("the gradient's norm") }
        state.optimizer.update(
            &state.parameters, gradients: gradients, stage: trainer.stage, step: state.progress.step,
            gradientScale: GradientNorm.scale(norm: measured.gradientNorm, limit: trainer.stage.clip))
        return measured
    }

    /// Adds the gradients of one batch; the graph is freed on return, so that the update can write in place.
    private func addGradients(
        of batch: LearningBatch, key: RandomKey, loss: Trainer.Loss, to sums: inout [Tensor?]
    ) throws -> (total: Double, targetLoss: Double?, targetAccuracy: Double?) {
        let leaves = state.trained.mapValues { $0.tracked() }
        let result = try loss(batch, state.frozen.merging(leaves), key)
        let total = Double(result.total.item)
        guard total.isFinite else { throw notFinite("the loss") }
        let gradients = result.total.gradients()
        for (index, (_, leaf)) in leaves.enumerated() {
            guard let gradient = gradients[leaf] else { continue }
            sums[index] = sums[index].take()?.adding(gradient) ?? gradient
        }
        return (total, result.targetLoss, result.targetAccuracy)
    }

    private func report(of measured: Measured, length: Int) -> StepReport {
        let progress = state.progress
        let seconds = progress.seconds - mark.seconds
        return StepReport(
            stage: trainer.stage.name, step: progress.step, steps: trainer.stage.steps, loss: measured.loss,
            targetLoss: measured.targetLoss, targetAccuracy: measured.targetAccuracy,
            learningRate: trainer.stage.rates.rate(at: progress.step - 1), gradientNorm: measured.gradientNorm,
            tokens: progress.tokens,
            tokensPerSecond: seconds > 0 ? Double(progress.tokens - mark.tokens) / seconds : nil,
            length: length, seconds: progress.seconds, taken: progress.taken)
    }

    private func notFinite(_ quantity: String) -> TrainingError {
        .notFinite(
            quantity: quantity, stage: trainer.stage.name, step: state.progress.step + 1, lastCheckpoint: savedStep)
    }
}

/// A mean over the target rows of several batches; unknown as soon as one batch with targets does not know its own.
private struct TargetMean {
    private var sum = 0.0
    private var count = 0
    private var isKnown = true

    mutating func add(_ value: Double?, count: Int) {
        guard count > 0 else { return }
        guard let value else {
            isKnown = false
            return
        }
        sum += value * Double(count)
        self.count += count
    }

    var mean: Double? {
        isKnown && count > 0 ? sum / Double(count) : nil
    }
}
