package import SSMTensor

/// Adam with decoupled weight decay, and its two means of every parameter.
package struct AdamW: Sendable {
    /// The parameters' names, in order.
    package let names: [String]
    /// The mean gradient of each parameter.
    package private(set) var means: [Tensor]
    /// The mean squared gradient of each parameter.
    package private(set) var meanSquares: [Tensor]

    /// The optimiser before the first step: all means are zero.
    package init(_ parameters: ParameterTree) {
        names = parameters.map(\.name)
        means = parameters.map { .zeros($0.tensor.shape, on: $0.tensor.device) }
        meanSquares = parameters.map { .zeros($0.tensor.shape, on: $0.tensor.device) }
    }

    /// The optimiser as a checkpoint has it.
    ///
    /// - Precondition: there is one tensor of each kind for each name.
    init(names: [String], means: [Tensor], meanSquares: [Tensor]) {
        precondition(
            means.count == names.count && meanSquares.count == names.count,
            "AdamW: \(names.count) names, \(means.count) means, \(meanSquares.count) mean squares")
        self.names = names
        self.means = means
        self.meanSquares = meanSquares
    }

    /// Whether weight decay acts on a parameter: on matrices and larger, embeddings and convolutions among them, but
    /// not on vectors (biases, norm weights, `D`) and never on `A_log` and `D` of any rank.
    ///
    /// - Source: `state-spaces/mamba` marks `A_log` and `D` with `_no_weight_decay` and leaves biases and norms to the
    ///   recipe, which excludes them too; the embeddings are decayed there as here.
    package static func decays(_ name: String, shape: [Int]) -> Bool {
        let leaf = name.split { $0 == "." || $0 == "/" }.last ?? ""
        return shape.count >= 2 && leaf != "A_log" && leaf != "D"
    }

    /// Updates the parameters that have a gradient; the others stay as they are, without decay.
    ///
    /// - Parameters:
    ///   - parameters: In the order of `names`.
    ///   - gradients: In the same order; nil where the loss does not depend on the parameter.
    ///   - stage: Where betas, epsilon and weight decay come from.
    ///   - step: The number of the step, from 0.
    ///   - gradientScale: What the gradients are multiplied by first.
    package mutating func update(
        _ parameters: inout [Tensor], gradients: [Tensor?], stage: StageConfiguration, step: Int, gradientScale: Double
    ) {
        precondition(
            parameters.count == names.count && gradients.count == names.count,
            "AdamW: \(names.count) names, \(parameters.count) parameters, \(gradients.count) gradients")
        for index in names.indices {
            guard let gradient = gradients[index] else { continue }
            let isDecayed = AdamW.decays(names[index], shape: parameters[index].shape)
            let update = AdamWUpdate(
                learningRate: stage.rates.rate(at: step), beta1: stage.betas[0], beta2: stage.betas[1],
                epsilon: stage.epsilon, weightDecay: isDecayed ? stage.weightDecay : 0, gradientScale: gradientScale,
                step: step + 1)
            parameters[index].adamW(
                gradient: gradient, mean: &means[index], meanSquare: &meanSquares[index], update)
        }
    }
}
