public import SSMModel

/// What calibration offers: scores of candidate strategies on a split of its own, never on what is evaluated.
public struct CalibrationBench: Sendable {
    /// The model that the strategy will wrap.
    public let model: ModelDescription
    private let scoring: @Sendable (any ContextStrategy) throws -> Double
    private let losing: @Sendable (any ContextStrategy) throws -> Double
    private let recording: @Sendable (any Probe, (any ContextStrategy)?) throws -> Void

    /// A bench.
    ///
    /// - Parameters:
    ///   - score: accuracy of answers, higher is better.
    ///   - loss: mean negative log-likelihood of the answers, lower is better.
    ///   - record: shows a probe the prefill of the prompts with a candidate; nil: without the strategy.
    public init(
        model: ModelDescription, score: @escaping @Sendable (any ContextStrategy) throws -> Double,
        loss: @escaping @Sendable (any ContextStrategy) throws -> Double,
        record: @escaping @Sendable (any Probe, (any ContextStrategy)?) throws -> Void
    ) {
        self.model = model
        scoring = score
        losing = loss
        recording = record
    }

    /// Accuracy of the calibration questions with a candidate: 0...1.
    public func score(with candidate: any ContextStrategy) throws -> Double { try scoring(candidate) }

    /// Mean negative log-likelihood of the calibration answers with a candidate.
    public func loss(with candidate: any ContextStrategy) throws -> Double { try losing(candidate) }

    /// Shows a probe what it asks for while the calibration prompts are read, one prompt a pass.
    ///
    /// - Parameter candidate: the strategy in place of the one that calibrates; nil: the model and the other strategies
    ///   of the stack alone.
    public func record(_ probe: any Probe, with candidate: (any ContextStrategy)?) throws {
        try recording(probe, candidate)
    }
}
