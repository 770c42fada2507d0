package import SSMContext
package import SSMTensor
package import SSMText

/// A task whose samples are generated, or read from a file: nothing is downloaded, and any sample can be made again alone.
///
/// Samples depend on the configuration, the key, the split, the index, the length and the depth only. What a question
/// asks for is drawn anew for every context, so that nothing learnt by heart in training helps in evaluation; and no
/// answer is kept from training, which would teach a model what never comes.
///
/// Evaluation contexts are nested. One index is one group: the same evidence and questions at all lengths and depths,
/// made longer by inserted material. So (group, question) pairs over lengths, depths and strategies.
package protocol EvaluationTask: Sendable {
    associatedtype Configuration: Codable & Hashable & Sendable

    /// The name in experiments, such as "keyed-recall".
    static var name: String { get }

    /// One line on what the task asks.
    static var summary: String { get }

    /// Raised whenever the same configuration gives other samples or another score.
    static var version: Int { get }

    /// Whether another split has other samples; a file has the same ones for all.
    static var hasSplits: Bool { get }

    /// What an experiment says about the task.
    var configuration: Configuration { get }

    /// Every token of the task's texts, for a `WordTokenizer`.
    var vocabulary: [String] { get }

    /// How answers are scored.
    var scoring: ScoringRule { get }

    /// The task of a configuration.
    ///
    /// - Throws: `TaskError.configuration` naming the key that is out of range.
    init(_ configuration: Configuration) throws(TaskError)

    /// The same task with lengths measured by another tokenizer than its own words.
    func measured(by tokenizer: any Tokenizer) -> Self

    /// A training sample whose context has exactly `length` tokens.
    ///
    /// - Throws: `TaskError.tooShort` where the evidence does not fit, and other `TaskError`s.
    func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample

    /// The evaluation sample of one group at one length and depth; no depth: evidence anywhere.
    ///
    /// - Throws: `TaskError.tooShort` where the evidence does not fit, and other `TaskError`s.
    func evaluationSample(_ index: Int, length: Int, depth: Double?, key: RandomKey) throws(TaskError) -> Sample

    /// What the samples depend on besides the configuration and the key: the content of files; nil: nothing.
    ///
    /// - Throws: `TaskError.file`.
    func contentDigest() throws(TaskError) -> String?

    /// What was cut of the context of an evaluation sample to fit into its length.
    ///
    /// - Throws: `TaskError`.
    func truncation(of sample: Sample) throws(TaskError) -> ContextTruncation

    /// Whether the context does not tell the answer to a question of a sample.
    func isAbstention(_ question: Int, of sample: Sample) -> Bool
}

extension EvaluationTask {
    /// The name in experiments.
    package var name: String { Self.name }

    /// The version of the task's samples and scores.
    package var version: Int { Self.version }

    /// The samples are generated: another split has others.
    package static var hasSplits: Bool { true }

    /// Nothing besides the configuration: the samples are generated.
    package func contentDigest() throws(TaskError) -> String? { nil }

    /// Nothing: samples are generated to their length.
    package func truncation(of sample: Sample) throws(TaskError) -> ContextTruncation {
        ContextTruncation()
    }

    /// Whether nothing in the context is marked as evidence.
    package func isAbstention(_ question: Int, of sample: Sample) -> Bool {
        !sample.context.contains { $0.evidenceFor.contains(question) }
    }
}
