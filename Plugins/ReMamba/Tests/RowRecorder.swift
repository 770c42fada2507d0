import SSMModel
import SSMTensor
import Synchronization

/// Keeps the rows that enter the model and the raw steps before and after the hooks.
final class RowRecorder: Probe {
    let sites: Set<Site> = [.embedding, .scanInputs, .hookedScanInputs]
    let layers: LayerSelection = .all
    private let seen = Mutex<[Observation]>([])

    func observe(_ observation: Observation) {
        seen.withLock { $0.append(observation) }
    }

    /// The rows that entered the first block: (T, D).
    var entering: Tensor {
        .concatenating(
            seen.withLock { $0 }.compactMap { observation in
                if case .tensor(let rows) = observation.value { rows } else { nil }
            })
    }

    /// The raw steps of a layer, before and after the hooks: (T, E).
    func rawSteps(at layer: Int) -> (before: Tensor, after: Tensor) {
        func steps(_ site: Site) -> Tensor {
            .concatenating(
                seen.withLock { $0 }.filter { $0.site == site && $0.layer == layer }.compactMap { observation in
                    if case .scan(let scan) = observation.value { scan.rawSteps.detached } else { nil }
                })
        }
        return (steps(.scanInputs), steps(.hookedScanInputs))
    }
}
