public import SSMModel
public import SSMTensor
public import SSMText

/// Whether a pass trains or reads a prompt.
public enum Phase: String, Sendable, Hashable, Codable {
    /// With gradients; targets follow the prompt.
    case training
    /// Without gradients; what follows will be decoded.
    case prefill
}

/// What a strategy knows while it wraps a pass.
public struct ForwardContext: Sendable {
    /// Whether the pass trains.
    public let phase: Phase
    /// The model.
    public let model: ModelDescription
    /// The strategy's own parameters; tracked in training.
    public let parameters: ParameterTree
    /// What is known of each sequence.
    public let sequences: [SequenceInfo]
}

/// What a strategy knows while it makes training examples.
public struct DataContext: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// Random numbers of the data.
    public let key: RandomKey

    /// A context.
    public init(tokenizer: any Tokenizer, key: RandomKey) {
        self.tokenizer = tokenizer
        self.key = key
    }
}

/// How a question is put to the model.
public enum AskMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every question is a prompt of its own, prefilled whole: as the papers do.
    case prompt
    /// The context is read once, and each question goes on from that state by the plain recurrence. A strategy that
    /// edits the prefill edits the context alone.
    case afterReading = "after-reading"
}

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
