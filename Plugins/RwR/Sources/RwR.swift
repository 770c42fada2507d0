public import SSMContext

/// Recall with Reasoning: a model learns to write down what a context says about a question before it answers.
///
/// Training examples get notes on the evidence, and empty notes where the evidence was taken out of the context. Answers
/// begin with a note of the whole context, or come from notes on its segments.
///
/// - Source: Ma et al., Recall with Reasoning, EMNLP 2025, arXiv 2505.03320. What it leaves open is a key here.
public struct RwR: ContextStrategy {
    public static let name: StrategyName = "rwr"

    public let configuration: RwRConfiguration
    private let supply: NoteSupply

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key.
    public init(_ configuration: RwRConfiguration) throws(StrategyError) {
        if let objection = configuration.objection {
            throw .badConfiguration(strategy: RwR.name, key: objection.key, reason: objection.reason)
        }
        self.configuration = configuration
        supply = NoteSupply(configuration)
    }

    public var texts: [String] {
        let texts = configuration.texts
        return [texts.cue, texts.marker, texts.empty, texts.separator, texts.filler, texts.abstention ?? ""]
    }

    public var files: [String] {
        guard case .notes(let path) = configuration.teacher else { return [] }
        return [path]
    }

    public func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample] {
        let preparation = SamplePreparation(
            configuration: configuration, context: context, source: try supply.source())
        let prepared = try await withThrowingTaskGroup(of: (Int, Sample?).self) { group in
            // A teacher that is asked has its own limit on what it is asked at a time.
            for (index, sample) in samples.enumerated() {
                group.addTask { (index, try await preparation.sample(from: sample)) }
            }
            var prepared = [Sample?](repeating: nil, count: samples.count)
            for try await (index, sample) in group { prepared[index] = sample }
            return prepared.compactMap(\.self)
        }
        return prepared.isEmpty ? [] : try await next(prepared)
    }

    public func answer(
        _ prompts: [Prompt], in context: AnswerContext, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer] {
        switch configuration.answering {
        case .direct: try next(prompts)
        case .noteFirst:
            try NoteFirst(configuration: configuration, context: context).answers(to: prompts, next: next)
        case .segments:
            try SegmentedReading(configuration: configuration, context: context).answers(to: prompts, next: next)
        }
    }
}
