import CSSMKernels

/// The numbers of one AdamW update that are the same for all parameters of a decay group.
package struct AdamWUpdate: Sendable {
    /// The learning rate of the step.
    package var learningRate: Double
    /// Decay of the mean gradient.
    package var beta1: Double
    /// Decay of the mean squared gradient.
    package var beta2: Double
    /// What is added to the root of the squared gradient.
    package var epsilon: Double
    /// Decoupled weight decay.
    package var weightDecay: Double
    /// What the gradient is multiplied by first.
    package var gradientScale: Double
    /// The number of the step, from 1, for the correction of the means' bias towards zero.
    package var step: Int

    /// An update.
    package init(
        learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
        gradientScale: Double, step: Int
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.gradientScale = gradientScale
        self.step = step
    }

    /// 1 - beta^step, from products only, so that every machine has the same bits.
    private func correction(_ beta: Double) -> Float {
        var (power, square, rest) = (1.0, beta, step)
        while rest > 0 {
            if rest & 1 == 1 { power *= square }
            square *= square
            rest >>= 1
        }
        return Float(1 - power)
    }

    /// What the kernel takes.
    var kernel: ssm_adamw {
        ssm_adamw(
            learning_rate: Float(learningRate), beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon),
            weight_decay: Float(weightDecay), gradient_scale: Float(gradientScale), correction1: correction(beta1),
            correction2: correction(beta2))
    }
}
