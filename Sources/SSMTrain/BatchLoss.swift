package import SSMTensor

/// What a model's loss is on one batch.
package struct BatchLoss {
    /// The sum over rows of weight times negative log likelihood, plus whatever a strategy adds: a scalar with graph.
    package let total: Tensor
    /// The mean negative log likelihood of the target rows; nil where it is not known.
    package let targetLoss: Double?
    /// The part of the target rows whose most likely token is the target; nil where it is not known.
    package let targetAccuracy: Double?

    /// A loss, and what is known of the target rows.
    package init(total: Tensor, targetLoss: Double? = nil, targetAccuracy: Double? = nil) {
        self.total = total
        self.targetLoss = targetLoss
        self.targetAccuracy = targetAccuracy
    }
}
