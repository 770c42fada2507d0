package import SSMModel

/// One stage of training: an entry of `train:` in an experiment. Every key has a default.
///
/// A value of this type has been checked: numbers are in range and fit each other.
package struct StageConfiguration: Codable, Sendable, Hashable {
    /// `name`: what checkpoints, rows and overrides call the stage.
    package let name: String
    /// `steps`: the number of updates of the parameters.
    package let steps: Int
    /// `batch-tokens`: the token budget of one packed batch. A single longer example makes a batch of its own.
    package let batchTokens: Int
    /// `accumulation`: the number of batches whose gradients are added up for one step.
    package let accumulation: Int
    /// `learning-rate`: the peak of the schedule; nil when `tune` is to choose it.
    package private(set) var learningRate: Double?
    /// `tune`: the learning rates to choose from; nil when the rate is given.
    package private(set) var tune: TuningConfiguration?
    /// `minimum-learning-rate`: what the schedules `linear` and `cosine` end at.
    package let minimumLearningRate: Double
    /// `schedule`: the shape of the learning rate after the warm-up.
    package let schedule: LearningRateSchedule.Shape
    /// `warmup-steps`: the number of first steps in which the rate rises linearly to its peak.
    package let warmupSteps: Int
    /// `weight-decay`: decoupled, on the parameters that `AdamW.decays` names.
    package let weightDecay: Double
    /// `betas`: decay of the mean and of the squared gradient.
    package let betas: [Double]
    /// `epsilon`: what is added to the root of the squared gradient.
    package let epsilon: Double
    /// `clip`: the largest global norm of the gradient; 0 leaves it as it is.
    package let clip: Double
    /// `loss`: the weights of target rows and of the others.
    package let loss: LossWeights
    /// `curriculum`: a length that grows with competence; nil trains at the length of the data.
    package let curriculum: CurriculumConfiguration?
    /// `with-strategy`: whether the column's strategy takes part; without it the stage is shared by columns.
    package let withStrategy: Bool
    /// `lora`: low-rank adapters that train in place of the model's weights; nil: none.
    package let lora: LoRAConfiguration?
    /// `trainable`: which parameters train, those of adapters aside; nil: all, or with `lora` those of strategies.
    package let trainable: [ParameterPattern]?
    /// `validate-every`: steps between validations; 0 never validates.
    package let validateEvery: Int
    /// `validation-samples`: the number of samples of one validation.
    package let validationSamples: Int
    /// `checkpoint-every`: steps between checkpoints; 0 writes only the one at the end.
    package let checkpointEvery: Int
    /// `log-every`: steps between rows of metrics.
    package let logEvery: Int

    /// A checked stage; without `learningRate` and `tune` its rate is 0.001.
    ///
    /// - Throws: `TrainingError.invalidStage` that names the key.
    package init(
        name: String = "base", steps: Int = 1000, batchTokens: Int = 8192, accumulation: Int = 1,
        learningRate: Double? = nil, tune: TuningConfiguration? = nil, minimumLearningRate: Double = 0,
        schedule: LearningRateSchedule.Shape = .cosine, warmupSteps: Int = 0, weightDecay: Double = 0.1,
        betas: [Double] = [0.9, 0.95], epsilon: Double = 1e-8, clip: Double = 1, loss: LossWeights = LossWeights(),
        curriculum: CurriculumConfiguration? = nil, withStrategy: Bool = false, lora: LoRAConfiguration? = nil,
        trainable: [ParameterPattern]? = nil, validateEvery: Int = 0, validationSamples: Int = 64,
        checkpointEvery: Int = 200, logEvery: Int = 10
    ) throws(TrainingError) {
        self.name = name
        self.steps = steps
        self.batchTokens = batchTokens
        self.accumulation = accumulation
        self.learningRate = learningRate ?? (tune == nil ? 1e-3 : nil)
        self.tune = tune
        self.minimumLearningRate = minimumLearningRate
        self.schedule = schedule
        self.warmupSteps = warmupSteps
        self.weightDecay = weightDecay
        self.betas = betas
        self.epsilon = epsilon
        self.clip = clip
        self.loss = loss
        self.curriculum = curriculum
        self.withStrategy = withStrategy
        self.lora = lora
        self.trainable = trainable
        self.validateEvery = validateEvery
        self.validationSamples = validationSamples
        self.checkpointEvery = checkpointEvery
        self.logEvery = logEvery
        if let fault = countFault ?? tune?.fault ?? rateFault ?? curriculum?.fault {
            throw .invalidStage(stage: name, key: fault.key, problem: fault.problem)
        }
    }

    /// The stage with one of the rates of its `tune`.
    ///
    /// - Precondition: `tune` has the rate.
    package func tuned(to rate: Double) -> StageConfiguration {
        precondition(tune?.learningRates.contains(rate) == true, "stage \(name): the rate \(rate) is none of its tune")
        var stage = self
        stage.learningRate = rate
        stage.tune = nil
        return stage
    }

    /// The learning rate of each step.
    ///
    /// - Precondition: the rate is given or chosen.
    package var rates: LearningRateSchedule {
        guard let learningRate else { preconditionFailure("stage \(name): no learning rate is chosen yet") }
        return LearningRateSchedule(
            shape: schedule, peak: learningRate, minimum: minimumLearningRate, warmupSteps: warmupSteps, steps: steps)
    }

    private var countFault: ConfigurationFault? {
        if name.isEmpty { return .init("name", "is empty") }
        let counts = [
            ("steps", steps, 1), ("batch-tokens", batchTokens, 1), ("accumulation", accumulation, 1),
            ("warmup-steps", warmupSteps, 0), ("validate-every", validateEvery, 0),
            ("validation-samples", validationSamples, 1), ("checkpoint-every", checkpointEvery, 0),
            ("log-every", logEvery, 1),
        ]
        for (key, value, least) in counts where value < least {
            return .init(key, "is \(value), but must be at least \(least)")
        }
        if lora == nil, trainable?.isEmpty == true { return .init("trainable", "is empty: nothing would train") }
        if warmupSteps > steps { return .init("warmup-steps", "is \(warmupSteps), more than the \(steps) steps") }
        return nil
    }

    private var rateFault: ConfigurationFault? {
        if tune != nil, learningRate != nil {
            return .init("learning-rate", "stands beside tune, which chooses it; keep one of the two")
        }
        if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
            return .init("learning-rate", "is \(learningRate), but must be above 0")
        }
        let least = learningRate ?? tune?.learningRates.first ?? 0
        if !(minimumLearningRate >= 0 && minimumLearningRate <= least) {
            return .init(
                "minimum-learning-rate",
                "is \(minimumLearningRate), outside 0 ... \(least)"
                    + (tune == nil ? "" : ", the smallest rate of tune"))
        }
        let amounts = [
            ("weight-decay", weightDecay), ("clip", clip), ("loss.target", loss.target), ("loss.other", loss.other),
        ]
        for (key, value) in amounts where !(value >= 0 && value.isFinite) {
            return .init(key, "is \(value), but must be at least 0")
        }
        if !(epsilon > 0 && epsilon.isFinite) { return .init("epsilon", "is \(epsilon), but must be above 0") }
        if betas.count != 2 || !betas.allSatisfy({ $0 >= 0 && $0 < 1 }) {
            return .init("betas", "is \(betas), but must be two numbers from 0 to below 1")
        }
        if loss.target + loss.other <= 0 { return .init("loss", "gives no row a weight above 0") }
        return nil
    }
}
