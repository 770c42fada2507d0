public import SSMTensor

/// A place in the model whose values can be observed.
public enum Site: String, Sendable, Hashable, CaseIterable, Codable {
    /// Rows that enter the first block: (T, D).
    case embedding
    /// Rows of the residual stream after a block: (T, D).
    case residual
    /// What enters the scan, before any hook.
    case scanInputs = "scan-inputs"
    /// What enters the scan, after the hooks.
    case hookedScanInputs = "hooked-scan-inputs"
    /// Gated output of the scan: (T, E).
    case scanOutput = "scan-output"
    /// What a block adds to the residual stream: (T, D).
    case blockOutput = "block-output"
    /// State of the scan after a chunk: (sequences of the chunk, E, N).
    case state
    /// Importance of every row that a hook scored: (T) of whole sequences.
    case importance
    /// Rows after the final norm: (T, D).
    case finalHidden = "final-hidden"

    var bit: UInt16 {
        switch self {
        case .embedding: 1
        case .residual: 2
        case .scanInputs: 4
        case .hookedScanInputs: 8
        case .scanOutput: 16
        case .blockOutput: 32
        case .state: 64
        case .importance: 128
        case .finalHidden: 256
        }
    }
}

/// What a probe is handed. Its values cannot be changed.
public struct Observation: Sendable {
    /// The value at a site.
    public enum Value: Sendable {
        /// A tensor; its shape stands at the site.
        case tensor(Tensor)
        /// The inputs of a scan.
        case scan(ScanInputs)
    }

    /// Where the value was seen.
    public let site: Site
    /// The block that it belongs to; 0 for `embedding` and the number of layers for `finalHidden`.
    public let layer: Int
    /// The value, without gradients.
    public let value: Value
    /// Original position of each row of the chunk: (T).
    public let positions: [Int32]
    /// Where each sequence of the chunk begins.
    public let layout: SequenceLayout
    /// Index in the batch of the chunk's first sequence.
    public let firstSequence: Int
}

/// Observes values while the model runs, chunk by chunk and layer by layer, on the calling thread.
public protocol Probe: Sendable {
    /// The sites that are observed.
    var sites: Set<Site> { get }
    /// The layers that are observed.
    var layers: LayerSelection { get }
    /// Takes one value.
    func observe(_ observation: Observation) throws
}

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
