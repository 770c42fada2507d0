import SSMModel
import SSMTensor

/// What ranks the rows that a decimating layer may drop. All but the first three are controls.
public enum DecimationScore: String, Codable, Sendable, Hashable, CaseIterable {
    /// L2 norm of the steps over the lanes: what the authors' code does.
    case l2
    /// Mean of the steps over the lanes: what descriptions of the method say.
    case mean
    /// Greatest step of a lane.
    case max
    /// L2 norm of the steps over the lanes with the smallest mean step in the sequence.
    case slow
    /// A random number of the sequence, the layer and the position.
    case random
    /// Rows at even distances.
    case stride
    /// The most recent rows.
    case last
    /// Marked evidence first, then L2 norm.
    case oracle

    /// The importance of each row of a chunk: (T).
    ///
    /// - Parameters:
    ///   - sums: of the steps over each whole sequence, a row a sequence of the chunk; needed by `slow` only.
    ///   - slowLanes: share of the lanes that `slow` looks at.
    /// - Edge cases: `stride` does not rank, its rows are all alike.
    func importance(of scan: ScanInputs, at layer: Int, sums: Tensor?, slowLanes: Double) -> Tensor {
        switch self {
        case .l2: return scan.steps.norm()
        case .mean: return scan.steps.rowSums() / Float(scan.x.columns)
        case .max: return scan.steps.rowMax()
        case .slow:
            guard let sums else { preconditionFailure("slow: the sums of the sequences are missing") }
            return slowNorm(of: scan, sums: sums, share: slowLanes)
        case .random: return column(randomNumbers(of: scan, at: layer), on: scan.x.device)
        case .stride: return .zeros([scan.rows], on: scan.x.device)
        case .last: return column(scan.positions.map(Float.init), on: scan.x.device)
        case .oracle: return evidenceFirst(scan)
        }
    }

    /// Sums of the steps over the rows of each sequence of a chunk: (sequences, S).
    func sums(of scan: ScanInputs) -> Tensor {
        let layout = scan.layout
        var belongs = Array(repeating: Float(0), count: layout.count * layout.rows)
        for sequence in 0..<layout.count {
            for row in layout.range(of: sequence) { belongs[sequence * layout.rows + row] = 1 }
        }
        return Tensor(belongs, shape: [layout.count, layout.rows], on: scan.x.device).matmul(scan.steps)
    }

    private func slowNorm(of scan: ScanInputs, sums: Tensor, share: Double) -> Tensor {
        let steps = scan.steps
        let lanes = sums.columns
        let count = Swift.max(1, Int((share * Double(lanes)).rounded()))
        let parts = (0..<scan.layout.count).map { sequence in
            let mean = sums.rows(sequence..<(sequence + 1)).values
            let slowest = mean.indices.sorted { (mean[$0], $0) < (mean[$1], $1) }.prefix(count)
            var mask = Array(repeating: Float(0), count: lanes)
            for lane in slowest { mask[lane] = 1 }
            return (steps.rows(scan.layout.range(of: sequence)) * Tensor(mask, shape: [lanes], on: steps.device)).norm()
        }
        return parts.count == 1 ? parts[0] : .concatenating(parts)
    }

    private func randomNumbers(of scan: ScanInputs, at layer: Int) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(scan.rows)
        for (sequence, info) in scan.sequences.enumerated() {
            let key = info.key.folding("decimation").folding(layer)
            for row in scan.layout.range(of: sequence) {
                var generator = key.folding(Int(scan.positions[row])).generator
                numbers.append(Float(generator.uniform()))
            }
        }
        return numbers
    }

    private func evidenceFirst(_ scan: ScanInputs) -> Tensor {
        var norms = scan.steps.norm().values
        for (sequence, info) in scan.sequences.enumerated() {
            let evidence = Set(info.evidence)
            for row in scan.layout.range(of: sequence) where evidence.contains(scan.positions[row]) {
                // A power of two above any ratio of norms: evidence is first, and its own order stays exact.
                norms[row] = Swift.max(norms[row], 0x1p-60) * 0x1p100
            }
        }
        return column(norms, on: scan.x.device)
    }

    private func column(_ values: [Float], on device: Device) -> Tensor {
        Tensor(values, shape: [values.count], on: device)
    }
}
