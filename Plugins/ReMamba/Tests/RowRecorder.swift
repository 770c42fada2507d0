import SSMModel
import SSMTensor
import Synchronization

/// Keeps the rows that enter the model, the raw steps before and after the hooks, and what is published.
final class RowRecorder: Probe {
    let sites: Set<Site> = [.embedding, .scanInputs, .hookedScanInputs, .published]
    let layers: LayerSelection = .all
    private let seen = Mutex<[Observation]>([])

    func observe(_ observation: Observation) {
        seen.withLock { $0.append(observation) }
    }

    /// The rows that entered the first block: (T, D).
    var entering: Tensor {
        .concatenating(
            seen.withLock { $0 }.filter { $0.site == .embedding }.compactMap { observation in
                if case .tensor(let rows) = observation.value { rows } else { nil }
            })
    }

    /// What was published under a name: the values and the positions that they are about.
    func published(_ name: String) -> (values: [Float], positions: [Int])? {
        seen.withLock { $0 }.first { $0.name == name }.flatMap { observation in
            guard case .tensor(let values) = observation.value else { return nil }
            return (values.values, observation.positions.map(Int.init))
        }
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
