import SSMModel
import SSMTensor
import Synchronization

/// A probe that keeps what it saw.
final class ObservationRecorder: Probe {
    let sites: Set<Site>
    let layers = LayerSelection.all
    private let seen = Mutex<[Observation]>([])

    struct NothingSeen: Error {}

    init(sites: Set<Site>) {
        self.sites = sites
    }

    func observe(_ observation: Observation) {
        seen.withLock { $0.append(observation) }
    }

    /// What a site came to, chunk after chunk: (T, …).
    func values(of site: Site, at layer: Int, _ part: (ScanInputs) -> Tensor? = { _ in nil }) throws -> Tensor {
        let parts = seen.withLock { $0 }.filter { $0.site == site && $0.layer == layer }.compactMap { observation in
            switch observation.value {
            case .tensor(let tensor): tensor
            case .scan(let scan): part(scan)
            }
        }
        guard !parts.isEmpty else { throw NothingSeen() }
        return .concatenating(parts)
    }
}
