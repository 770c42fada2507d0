/// What one step of training did: a row of the metrics.
package struct StepReport: Codable, Sendable, Hashable {
    /// The stage's name.
    package var stage: String
    /// The number of updates made, this one included.
    package var step: Int
    /// The number of updates of the stage.
    package var steps: Int
    /// The loss before the update: the sum of weight times negative log likelihood, see `BatchPlan`.
    package var loss: Double
    /// The mean negative log likelihood of the target rows, where it is known.
    package var targetLoss: Double?
    /// The part of target rows whose most likely token is the target, where it is known.
    package var targetAccuracy: Double?
    /// The learning rate of the update.
    package var learningRate: Double
    /// The global norm of the gradient before clipping.
    package var gradientNorm: Double
    /// The number of tokens trained on since the stage began.
    package var tokens: Int
    /// Tokens per second since the row before, or since training went on; nil where no time has passed.
    package var tokensPerSecond: Double?
    /// The nominal length of the step's examples.
    package var length: Int
    /// Seconds of training since the stage began, without the time between interruption and resumption.
    package var seconds: Double
    /// What was taken from each source of a mixture since the stage began; nil where there is one source.
    package var taken: [ExampleTally]?

    /// A report of a step.
    package init(
        stage: String, step: Int, steps: Int, loss: Double, targetLoss: Double? = nil, targetAccuracy: Double? = nil,
        learningRate: Double, gradientNorm: Double, tokens: Int, tokensPerSecond: Double? = nil, length: Int,
        seconds: Double, taken: [ExampleTally]? = nil
    ) {
        self.stage = stage
        self.step = step
        self.steps = steps
        self.loss = loss
        self.targetLoss = targetLoss
        self.targetAccuracy = targetAccuracy
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.tokens = tokens
        self.tokensPerSecond = tokensPerSecond
        self.length = length
        self.seconds = seconds
        self.taken = taken
    }
}
