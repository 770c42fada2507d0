import SSMModel
import SSMTensor
import Synchronization

/// A probe that keeps what it saw.
final class Recorder: Probe {
    let sites: Set<Site>
    let layers: LayerSelection
    private let seen = Mutex<[Observation]>([])

    struct NothingSeen: Error {}

    init(sites: Set<Site>, layers: LayerSelection = .all) {
        self.sites = sites
        self.layers = layers
    }

    func observe(_ observation: Observation) {
        seen.withLock { $0.append(observation) }
    }

    var observations: [Observation] { seen.withLock { $0 } }

    /// The chunks of a site, end to end: (T, columns).
    func rows(of site: Site, at layer: Int) throws -> Tensor {
        let parts = observations.filter { $0.site == site && $0.layer == layer }.compactMap { observation in
            if case .tensor(let tensor) = observation.value { tensor } else { nil }
        }
        guard !parts.isEmpty else { throw NothingSeen() }
        return .concatenating(parts)
    }

    /// The tokens of the rows that were scanned.
    func tokens(at layer: Int) throws -> [TokenID] {
        let scans = observations.filter { $0.layer == layer }.compactMap { observation in
            if case .scan(let scan) = observation.value { scan } else { nil }
        }
        guard !scans.isEmpty else { throw NothingSeen() }
        return scans.flatMap(\.tokens)
    }
}
