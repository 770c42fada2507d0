import SSMLabKit

/// Multiplies the steps of every row by base length / prompt length, where that is below 1.
struct StepScalingHook: ScanHook {
    let baseLength: Int

    var layers: LayerSelection { .all }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        var factors: [Float] = []  // (T)
        for (index, sequence) in scan.sequences.enumerated() {
            let factor = min(1, Float(baseLength) / Float(max(1, sequence.promptLength)))
            factors += scan.layout.range(of: index).map { _ in factor }
        }
        guard factors.contains(where: { $0 < 1 }) else { return }
        scan.scaleSteps(by: Tensor(factors, shape: [factors.count, 1], on: scan.x.device))
    }
}
