package import Foundation
package import SSMContext
package import SSMStore
package import SSMTensor

/// Runs one stage of training, whatever the model is.
///
/// The parameters of a stage that was interrupted and resumed, any number of times, are to the bit those of a stage that
/// ran through: every random number comes from `key` by step and by example, the data stand at an index, and a checkpoint
/// holds all the rest.
package struct Trainer: Sendable {
    /// The loss of a model with these parameters on a batch; all random numbers come from the key.
    package typealias Loss = (LearningBatch, ParameterTree, RandomKey) throws -> BatchLoss
    /// How a model with these parameters does on other samples.
    package typealias Validation = nonisolated(nonsending) (ParameterTree) async throws -> ValidationResult

    /// What to do.
    package let stage: StageConfiguration
    /// The nominal length of the data in tokens, which a curriculum grows to.
    package let dataLength: Int
    /// The key of all random numbers of the stage.
    package let key: RandomKey
    /// Where checkpoints of this stage, and of no other, are.
    package let checkpoints: CheckpointFolder
    /// What checkpoints hold besides: configuration, tokenizer, provenance.
    package let texts: [String: String]
    /// The file of metrics; rows of other stages in it stay.
    package let metrics: URL
    /// The sources of the examples, where there are several to count.
    package let mixture: Mixture?
    /// Looked at before each step.
    package let interrupt: InterruptFlag
    /// The time for rows and the progress line.
    package let clock: TrainingClock

    /// A trainer of a stage.
    package init(
        stage: StageConfiguration, dataLength: Int, key: RandomKey, checkpoints: CheckpointFolder,
        texts: [String: String] = [:], metrics: URL, mixture: Mixture? = nil, interrupt: InterruptFlag,
        clock: TrainingClock
    ) {
        precondition(dataLength > 0, "Trainer: the length \(dataLength) of the data is not positive")
        self.stage = stage
        self.dataLength = dataLength
        self.key = key
        self.checkpoints = checkpoints
        self.texts = texts
        self.metrics = metrics
        self.mixture = mixture
        self.interrupt = interrupt
        self.clock = clock
    }

    /// Trains until the stage's steps are done, from its beginning or from the newest good checkpoint.
    ///
    /// - Parameters:
    ///   - parameters: What the stage trains and begins with, under the names that checkpoints have (`model/…`); they
    ///     say which tensors there are also when the stage is resumed.
    ///   - frozen: What the loss needs besides: no gradients are made for it, and it has no optimiser.
    ///   - resume: Whether to go on from a checkpoint where there is one.
    ///   - examples: Makes the training example of an index.
    ///   - loss: The model's loss.
    ///   - validate: Called every `validate-every` steps.
    ///   - onEvent: Called as things happen.
    /// - Returns: all parameters, the frozen ones first; the last checkpoint holds them too.
    /// - Throws: `TrainingError`, `StoreError`, and what the closures throw.
    package nonisolated(nonsending) func run(
        parameters: ParameterTree, frozen: ParameterTree = ParameterTree(), resume: Bool,
        examples: BatchPlan.Source, loss: Loss, validate: Validation? = nil,
        onEvent: (TrainingEvent) throws -> Void = { _ in }
    ) async throws -> TrainingOutcome {
        var session = try begin(parameters, frozen: frozen, resume: resume, onEvent: onEvent)
        while session.state.progress.step < stage.steps {
            if interrupt.isRaised {
                try session.save(onEvent: onEvent)
                throw TrainingError.interrupted(stage: stage.name, step: session.state.progress.step)
            }
            try await session.advance(examples: examples, loss: loss, onEvent: onEvent)
            let step = session.state.progress.step
            if let validate, stage.validateEvery > 0, step % stage.validateEvery == 0 || step == stage.steps {
                try session.note(await validate(session.state.tree), onEvent: onEvent)
            }
            if step == stage.steps || stage.checkpointEvery > 0 && step % stage.checkpointEvery == 0 {
                try session.save(onEvent: onEvent)
            }
        }
        try onEvent(.finished(stage: stage.name, step: session.state.progress.step))
        return TrainingOutcome(parameters: session.state.tree, progress: session.state.progress)
    }

    private func begin(
        _ parameters: ParameterTree, frozen: ParameterTree, resume: Bool, onEvent: (TrainingEvent) throws -> Void
    ) throws -> TrainingSession {
        let start = TrainingState(
            parameters, frozen: frozen, progress: TrainingProgress(stage: stage, dataLength: dataLength, key: key))
        guard let device = start.parameters.first?.device else {
            preconditionFailure("Trainer: there are no parameters to train")
        }
        var state = start
        var skipped: [String] = []
        var saved: Int?
        if !resume {
            guard try checkpoints.steps().isEmpty else {
                throw TrainingError.checkpointsPresent(folder: checkpoints.url.path)
            }
        } else if let newest = try checkpoints.newest(on: device) {
            do {
                state = try TrainingState(newest.checkpoint, of: start)
            } catch {
                throw TrainingError.foreignCheckpoint(
                    folder: checkpoints.url.path, step: newest.step, problem: error.problem)
            }
            skipped = newest.skipped.map(\.description)
            saved = newest.step
        }
        let log = try MetricsLog(metrics, stage: stage.name, keepingThrough: state.progress.step)
        try onEvent(.began(state.progress, skipped: skipped))
        return TrainingSession(trainer: self, state: state, log: log, savedStep: saved)
    }
}
