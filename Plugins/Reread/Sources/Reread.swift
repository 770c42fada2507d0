import Foundation
public import SSMContext
public import SSMModel
import SSMTensor

/// Reads a prompt twice: the second reading goes on from the state of the first.
///
/// A control for strategies that read a prompt twice and do more than that: what they gain over it is not the gain of a
/// second reading. It adds no parameters, and drops and makes up no rows.
public struct Reread: ContextStrategy {
    public static let name: StrategyName = "reread"

    public let configuration: RereadConfiguration

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key.
    public init(_ configuration: RereadConfiguration) throws(StrategyError) {
        guard configuration.share > 0, configuration.share <= 1 else {
            throw .badConfiguration(
                strategy: Reread.name, key: "share", reason: "\(configuration.share) is not a share above 0, up to 1")
        }
        self.configuration = configuration
    }

    /// Reads the prompts, or the beginning of each, and then everything from the state that this leaves.
    ///
    /// Gradients go through both readings. Probes see the second.
    public func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var second = request
        second.initialState = try next(firstReading(of: request)).state
        return try next(second)
    }

    private func firstReading(of request: ForwardRequest) -> ForwardRequest {
        let stream = request.stream
        let runs = request.sequences.enumerated().map { index, sequence in
            let all = stream.layout.range(of: index)
            let prompt = all.prefix { Int(stream.positions[$0]) < sequence.promptLength }
            return prompt.prefix(Int(ceil(configuration.share * Double(prompt.count))))
        }
        var first = request
        first.stream = TokenStream(
            source: RowSource(runs.flatMap { stream.source.parts(in: $0) }),
            positions: runs.flatMap { stream.positions[$0] }, tokens: runs.flatMap { stream.tokens[$0] },
            layout: SequenceLayout(lengths: runs.map(\.count)))
        first.sequences = zip(request.sequences, runs).map { sequence, run in
            var sequence = sequence
            sequence.promptLength = run.count
            sequence.totalLength = run.count
            return sequence
        }
        first.outputs = ForwardOutputs(state: true)
        first.probes = .none
        return first
    }
}

/// The configuration of `Reread`; the key is that of `defaults.yaml`.
public struct RereadConfiguration: Codable, Sendable, Hashable {
    /// Share of the prompt, from its beginning, that is read beforehand.
    public var share: Double

    /// A configuration; what is left out has the default of `defaults.yaml`.
    public init(share: Double = 1) {
        self.share = share
    }

    /// Decodes the key if it is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(share: try values.decodeIfPresent(Double.self, forKey: .share) ?? 1)
    }

    private enum CodingKeys: String, CodingKey {
        case share
    }
}
