/// What training tells whoever watches it.
package enum TrainingEvent: Sendable {
    /// A stage begins, or goes on after `progress.step` steps; `skipped` names checkpoints that could not be used.
    case began(TrainingProgress, skipped: [String])
    /// A step is done.
    case step(StepReport)
    /// The curriculum has moved to a new length.
    case lengthened(stage: String, step: Int, length: Int)
    /// A validation is done.
    case validated(ValidationReport)
    /// A checkpoint is written and verified.
    case checkpointed(stage: String, step: Int)
    /// All steps of a stage are done and saved.
    case finished(stage: String, step: Int)
}
