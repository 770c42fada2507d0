import SSMRecord
import SSMTrain

extension StageTraining {
    /// Trains with a learning rate that is tried, and says what it came to: that it diverges is an answer, no error.
    ///
    /// - Precondition: the run is a candidate.
    /// - Throws: as `train`, except for a loss or a gradient that is not finite.
    nonisolated(nonsending) func trial(onEvent: (TrainingEvent) throws -> Void) async throws -> RateTrial {
        guard run.isCandidate, let rate = run.stage.learningRate else {
            preconditionFailure("the stage \(run.stage.name) of seed \(run.seed) tries no learning rate")
        }
        do {
            let result = try await train(onEvent: onEvent)
            return RateTrial(learningRate: rate, loss: result?.loss ?? .nan, accuracy: result?.accuracy)
        } catch TrainingError.notFinite(let quantity, _, let step, _) {
            return RateTrial(learningRate: rate, problem: "\(quantity) is not finite in step \(step)")
        }
    }
}
