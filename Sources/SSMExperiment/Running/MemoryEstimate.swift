import SSMModel

/// Roughly how large a model is, and the most memory that an experiment with it holds.
///
/// Numbers too large for an `Int` are the largest one.
struct MemoryEstimate: Sendable {
    /// The number of the model's parameters.
    let parameterCount: Int
    /// While training: weights, gradients and both means of AdamW, and what the backward pass keeps of each token of a
    /// batch. 0 when nothing is trained.
    let trainingBytes: Int
    /// While answering: the weights, and the residual stream of the prompts that are read together with the chunk that
    /// is in work.
    let answeringBytes: Int

    /// The estimate for an experiment with a model.
    init(_ experiment: Experiment, model: ModelConfiguration) {
        let (width, inner) = (Double(model.width), Double(model.innerWidth))
        let parameters = model.parameterShapes.reduce(0.0) { $0 + $1.shape.reduce(1.0) { $0 * Double($1) } }
        let kept = 4 * width + 8 * inner + 2 * Double(model.timeStepRank) + 4 * Double(model.state)
        let tokens = Double(experiment.train.map(\.batchTokens).max() ?? 0)
        let longest = experiment.evaluations.flatMap(\.lengths).max() ?? 0
        let rows = longest > 0 ? Double(max(longest, Answering.batchRows)) : 0
        let chunk = Double(LanguageModel.defaultChunkRows) * 8 * inner
        parameterCount = Self.whole(parameters)
        trainingBytes = tokens > 0 ? Self.whole(4 * (4 * parameters + tokens * Double(model.layers) * kept)) : 0
        answeringBytes = Self.whole(4 * (parameters + rows * (width + 2) + chunk))
    }

    /// Refuses an experiment that needs more than a machine has.
    ///
    /// - Throws: `RunError.memory` with the estimate.
    func check(available: Int) throws(RunError) {
        if trainingBytes > available {
            throw .memory(
                activity: "training", needed: trainingBytes, available: available,
                remedy: "model.width, model.layers or batch-tokens")
        }
        if answeringBytes > available {
            throw .memory(
                activity: "answering", needed: answeringBytes, available: available,
                remedy: "the model or the longest of evaluate.lengths")
        }
    }

    /// A number of bytes in megabytes, rounded up.
    static func text(_ bytes: Int) -> String { "\(bytes / 1_000_000 + (bytes % 1_000_000 > 0 ? 1 : 0)) MB" }

    private static func whole(_ value: Double) -> Int { Int(exactly: value.rounded()) ?? .max }
}
