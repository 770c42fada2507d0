package import SSMTensor

/// The probes of one request. A site that nobody observes costs one bit test a layer.
public struct ProbeSet: Sendable {
    /// The probes, in order.
    public let probes: [any Probe]
    private let union: UInt16

    /// No probe.
    public static let none = ProbeSet([])

    /// These probes.
    public init(_ probes: [any Probe]) {
        self.probes = probes
        union = probes.reduce(0) { $0 | $1.sites.reduce(0) { $0 | $1.bit } }
    }

    /// Whether somebody observes a site of a layer.
    package func wants(_ site: Site, at layer: Int) -> Bool {
        union & site.bit != 0 && probes.contains { $0.sites.contains(site) && $0.layers.contains(layer) }
    }

    func observe(
        _ site: Site, at layer: Int, in chunk: Chunk, _ value: @autoclosure () -> Observation.Value
    ) throws {
        guard wants(site, at: layer) else { return }
        try hand(
            Observation(
                site: site, name: site.rawValue, layer: layer, value: value(), positions: chunk.positions,
                tokens: chunk.tokens, layout: chunk.layout, firstSequence: chunk.firstSequence))
    }

    /// Hands over a value that a strategy publishes.
    ///
    /// - Parameters:
    ///   - name: "<label of the strategy>.<name of the value>".
    ///   - value: of as many rows as are named, of all sequences; made only when somebody observes it.
    package func publish(
        _ name: String, at layer: Int, positions: [Int32], tokens: [TokenID], layout: SequenceLayout,
        _ value: @autoclosure () throws -> Tensor
    ) throws {
        guard wants(.published, at: layer) else { return }
        let value = try value().detached
        precondition(
            value.rows == layout.rows && positions.count == layout.rows && tokens.count == layout.rows,
            "publish: \(name) of the shape \(value.shape) for \(positions.count) positions, \(tokens.count) tokens and "
                + "\(layout.rows) rows")
        try hand(
            Observation(
                site: .published, name: name, layer: layer, value: .tensor(value), positions: positions,
                tokens: tokens, layout: layout, firstSequence: 0))
    }

    private func hand(_ observation: Observation) throws {
        for probe in probes where probe.sites.contains(observation.site) && probe.layers.contains(observation.layer) {
            try probe.observe(observation)
        }
    }
}
