public import SSMContext

/// Overflow prevention: reads the segments of a context independently and answers from one of them.
///
/// - Source: Ben-Kish et al., Overflow prevention enhances long-context recurrent LLMs, 2025, arXiv 2505.07793.
public struct OPRM: ContextStrategy {
    public static let name: StrategyName = "oprm"

    public let configuration: OPRMConfiguration

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key.
    public init(_ configuration: OPRMConfiguration) throws(StrategyError) {
        func demand(_ holds: Bool, _ key: String, _ reason: String) throws(StrategyError) {
            guard holds else { throw .badConfiguration(strategy: OPRM.name, key: key, reason: reason) }
        }
        try demand(configuration.segment > 0, "segment", "\(configuration.segment) is not a number of tokens above 0")
        try demand(
            configuration.discard?.allSatisfy(\.isWhitespace) != true, "discard",
            "must have a text; leave it out to keep all segments")
        self.configuration = configuration
    }

    /// Answers from the segment that the choice tells; the trace has what it said of each.
    ///
    /// Strategies further in that answer in their own way are not asked: the answer comes from the segment's state.
    public func answer(
        _ prompts: [Prompt], in context: AnswerContext, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer] {
        try SegmentSelection(configuration: configuration, context: context).answers(to: prompts)
    }
}
