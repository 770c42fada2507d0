public import SSMModel
public import SSMTensor

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
    /// What names the strategy among others, in checkpoints and where its values are observed.
    let label: String
    /// Who observes the pass.
    let probes: ProbeSet

    /// Shows a value of the strategy's own to those who observe the pass, as "<label of the strategy>.<name>".
    ///
    /// - Parameters:
    ///   - name: small letters and `-`.
    ///   - rows: the rows of the stream that the value is about, for each sequence, in order.
    ///   - layer: the layer that the value belongs to; the number of layers for one made of the final rows.
    ///   - value: made only when somebody observes it: (rows) or (rows, …).
    /// - Throws: what an observer throws.
    public func observe(
        _ name: String, of rows: [[Int]], in stream: TokenStream, at layer: Int,
        _ value: @autoclosure () throws -> Tensor
    ) throws {
        guard probes.wants(.published, at: layer) else { return }
        precondition(
            rows.count == stream.layout.count, "observe: \(name) of \(rows.count) sequences of \(stream.layout.count)")
        let all = rows.flatMap(\.self)
        try probes.publish(
            "\(label).\(name)", at: layer, positions: all.map { stream.positions[$0] },
            tokens: all.map { stream.tokens[$0] }, layout: SequenceLayout(lengths: rows.map(\.count)), value())
    }
}
