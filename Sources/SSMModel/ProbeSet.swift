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
    func wants(_ site: Site, at layer: Int) -> Bool {
        union & site.bit != 0 && probes.contains { $0.sites.contains(site) && $0.layers.contains(layer) }
    }

    func observe(
        _ site: Site, at layer: Int, in chunk: Chunk, _ value: @autoclosure () -> Observation.Value
    ) throws {
        guard wants(site, at: layer) else { return }
        let observation = Observation(
            site: site, layer: layer, value: value(), positions: chunk.positions, layout: chunk.layout,
            firstSequence: chunk.firstSequence)
        for probe in probes where probe.sites.contains(site) && probe.layers.contains(layer) {
            try probe.observe(observation)
        }
    }
}
