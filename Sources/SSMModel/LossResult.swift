public import SSMTensor

/// The loss of a pass. Targets of weight 0 are not computed and do not count.
public struct LossResult: Sendable {
    /// Sum over all targets of weight · negative log-likelihood: a scalar that carries gradients.
    public let total: Tensor
    /// Sum over the required targets of the negative log-likelihood.
    public let requiredLoss: Double
    /// Negative log-likelihood of each required target of a weight, in the order of the sequences and their positions.
    public let requiredLosses: [Float]
    /// Required targets whose token has the largest logit.
    public let requiredCorrect: Int
    /// Number of required targets.
    public let requiredCount: Int
    /// Sum of the weights that counted, required or not.
    public let weight: Double
}
