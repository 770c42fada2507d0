import SSMModel
import SSMTensor
import Synchronization

/// Keeps the tokens of the rows that the first layer scans.
final class TokenRecorder: Probe {
    let sites: Set<Site> = [.hookedScanInputs]
    let layers: LayerSelection = .some([0])
    private let seen = Mutex<[TokenID]>([])

    func observe(_ observation: Observation) {
        guard case .scan(let scan) = observation.value else { return }
        seen.withLock { $0 += scan.tokens }
    }

    var tokens: [TokenID] { seen.withLock { $0 } }
}
