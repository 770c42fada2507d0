import Foundation
import SSMModel
import SSMTensor
import Synchronization

/// Keeps the steps of one layer, computed from its scan inputs in double precision.
final class StepRecorder: Probe {
    let sites: Set<Site> = [.scanInputs]
    let layers: LayerSelection
    private let seen = Mutex<[[Double]]>([])

    struct NothingSeen: Error {}

    init(layer: Int) {
        layers = .some([layer])
    }

    func observe(_ observation: Observation) {
        guard case .scan(let scan) = observation.value else { return }
        let (raw, bias) = (scan.rawSteps.values, scan.stepBias.values)
        let rows = (0..<scan.rows).map { row in
            bias.indices.map { softplus(Double(raw[row * bias.count + $0]) + Double(bias[$0])) }
        }
        seen.withLock { $0 += rows }
    }

    /// One array a row.
    func steps() throws -> [[Double]] {
        let rows = seen.withLock { $0 }
        guard !rows.isEmpty else { throw NothingSeen() }
        return rows
    }
}

private func softplus(_ value: Double) -> Double {
    log1p(exp(value))
}
