/// The loss of rows against their targets.
public struct CrossEntropy: Sendable {
    /// The sum over rows of weight times negative log probability: a scalar that carries gradients.
    public let total: Tensor
    /// Negative log probability of each row's target, without its weight; 0 for rows of weight 0: (T).
    public let losses: [Float]
    /// The index of each row's largest logit; -1 for rows of weight 0: (T).
    public let predictions: [Int]
}
