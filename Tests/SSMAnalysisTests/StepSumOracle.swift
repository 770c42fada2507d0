import SSMModel
import SSMTensor
import Synchronization

/// Keeps the steps of the first layer, one entry a pass: rows, then lanes.
final class StepSumOracle: Probe {
    let sites: Set<Site> = [.scanInputs]
    let layers: LayerSelection = .some([0])
    private let seen = Mutex<[[[Float]]]>([])

    var steps: [[[Float]]] { seen.withLock { $0 } }

    func observe(_ observation: Observation) {
        guard case .scan(let scan) = observation.value else { return }
        let values = scan.steps.values
        let lanes = scan.x.columns
        seen.withLock { seen in
            seen.append((0..<scan.rows).map { Array(values[($0 * lanes)..<(($0 + 1) * lanes)]) })
        }
    }
}
