public import SSMModel

/// A way to give a model a longer memory.
///
/// A strategy is never called back at a moment: it wraps an operation and is handed `next`, so it decides how often the
/// model runs and on what. Every requirement but the name and the configuration has an identity default; the baseline
/// is the empty stack.
public protocol ContextStrategy: Sendable {
    /// What a researcher sets. It is saved with the checkpoint, and calibration changes it.
    associatedtype Configuration: Codable & Sendable

    /// The name in experiments and on the command line.
    static var name: StrategyName { get }

    /// The configuration.
    var configuration: Configuration { get }

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError` naming the key and what it may be.
    init(_ configuration: Configuration) throws(StrategyError)

    /// Texts that the strategy puts into prompts and training examples by itself, so that the vocabulary of a model which
    /// is trained from scratch has their words.
    var texts: [String] { get }

    /// Files that the strategy reads: nothing is written over them, and other content makes other runs of an experiment.
    var files: [String] { get }

    /// Refuses a model that the strategy cannot work with as it is configured, before anything is computed.
    ///
    /// - Throws: `StrategyError` naming the key and what this model allows.
    func check(for model: ModelConfiguration) throws(StrategyError)

    /// Declares trainable tensors in the strategy's own namespace of the checkpoint.
    func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription)

    /// What a pass over so many rows of prompts holds of all of them at once because of the strategy, so that prompts
    /// for which the memory is too small are refused before the work.
    func heldRows(reading rows: Int, on model: ModelConfiguration) -> HeldRows

    /// The strategy with what it finds on a calibration split.
    func calibrated(on bench: CalibrationBench) throws -> Self

    /// Makes training examples from samples.
    func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample]

    /// Runs packed rows through the model: differentiable, in training and in prefill.
    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult

    /// Answers prompts, many at once.
    func answer(
        _ prompts: [Prompt], in context: AnswerContext, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer]

    /// Hooks of the decoding steps, which never call `forward`.
    func decodeHooks(in context: ForwardContext) -> [any ScanHook]
}

extension ContextStrategy {
    public var texts: [String] { [] }

    public var files: [String] { [] }

    public func check(for model: ModelConfiguration) throws(StrategyError) {}

    public func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {}

    public func heldRows(reading rows: Int, on model: ModelConfiguration) -> HeldRows { .none }

    public func calibrated(on bench: CalibrationBench) throws -> Self { self }

    public func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample] {
        try await next(samples)
    }

    public func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        try next(request)
    }

    public func answer(
        _ prompts: [Prompt], in context: AnswerContext, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer] {
        try next(prompts)
    }

    public func decodeHooks(in context: ForwardContext) -> [any ScanHook] { [] }
}
