/// Observes values while the model runs, chunk by chunk and layer by layer, on the calling thread.
public protocol Probe: Sendable {
    /// The sites that are observed.
    var sites: Set<Site> { get }
    /// The layers that are observed.
    var layers: LayerSelection { get }
    /// Takes one value.
    func observe(_ observation: Observation) throws
}
