package import SSMModel
import SSMTensor
import Synchronization

/// Adds up the step sizes of every lane over a sequence.
///
/// A lane with rate a keeps exp(a · sum) of what it read at the beginning. Training sees the sums of the training
/// length only; far greater sums at the evaluated length are the published diagnosis of failed extrapolation.
///
/// - Source: DeciMamba (Ben-Kish et al., 2025), section 4.
package final class StepSumProbe: Probe {
    package let sites: Set<Site>
    package let layers: LayerSelection
    /// Rows of a training sequence.
    package let trainingLength: Int
    private let runs = Mutex<[Place: [Run]]>([:])

    private struct Place: Hashable {
        let layer: Int
        let sequence: String
    }

    /// One reading of a sequence by a layer.
    private struct Run {
        var last: Int32 = -1
        var rows = 0
        var training: [Double]  // (S) sums over the positions below the training length
        var whole: [Double]  // (S)

        mutating func add(_ steps: Tensor, rows: Range<Int>, positions: [Int32], below limit: Int) {
            let lanes = whole.count
            steps.withSpan { values in
                for row in rows {
                    let isTraining = Int(positions[row]) < limit
                    for lane in 0..<lanes {
                        let step = Double(values[row * lanes + lane])
                        whole[lane] += step
                        if isTraining { training[lane] += step }
                    }
                }
            }
            self.rows += rows.count
            last = positions[rows.upperBound - 1]
        }
    }

    /// A probe that has seen nothing.
    ///
    /// - Parameters:
    ///   - trainingLength: positions below it make up the first of the two sums.
    ///   - layers: the layers to look at.
    ///   - afterHooks: whether only rows that a strategy kept, with the steps as it rewrote them, are added up.
    package init(trainingLength: Int, layers: LayerSelection = .all, afterHooks: Bool = false) {
        self.trainingLength = trainingLength
        self.layers = layers
        sites = [afterHooks ? .hookedScanInputs : .scanInputs]
    }

    package func observe(_ observation: Observation) {
        guard case .scan(let scan) = observation.value else { return }
        let steps = scan.steps.detached
        let lanes = steps.columns
        runs.withLock { runs in
            for (index, info) in scan.sequences.enumerated() where scan.layout.length(of: index) > 0 {
                let rows = scan.layout.range(of: index)
                let place = Place(layer: observation.layer, sequence: info.id)
                var seen = runs[place] ?? []
                // A sequence that starts over is read again, by another pass.
                if seen.last.map({ scan.positions[rows.lowerBound] < $0.last }) ?? true {
                    let zeros = Array(repeating: 0.0, count: lanes)
                    seen.append(Run(training: zeros, whole: zeros))
                }
                seen[seen.count - 1].add(steps, rows: rows, positions: scan.positions, below: trainingLength)
                runs[place] = seen
            }
        }
    }

    /// What was seen so far, by layer.
    package var summary: [StepSums] {
        let byLayer = runs.withLock { runs in Dictionary(grouping: runs) { $0.key.layer } }
        return byLayer.sorted { $0.key < $1.key }.compactMap { layer, entries in
            let seen = entries.flatMap(\.value)
            guard let lanes = seen.first?.whole.count else { return nil }
            func means(_ sums: (Run) -> [Double]) -> [Double] {
                (0..<lanes).map { lane in seen.reduce(0) { $0 + sums($1)[lane] } / Double(seen.count) }
            }
            guard let training = Quantiles(means(\.training)), let whole = Quantiles(means(\.whole)) else {
                return nil
            }
            return StepSums(
                layer: layer, n: seen.count, trainingLength: trainingLength,
                meanLength: Double(seen.reduce(0) { $0 + $1.rows }) / Double(seen.count), overTrainingLength: training,
                overWholeLength: whole)
        }
    }
}

/// Sums of the steps of one layer, as quantiles over its lanes of the means over sequences.
package struct StepSums: Sendable, Hashable, Codable {
    /// The layer.
    package let layer: Int
    /// Readings of sequences.
    package let n: Int
    /// Rows of a training sequence.
    package let trainingLength: Int
    /// Mean number of rows that were added up in a reading.
    package let meanLength: Double
    /// Sums over the rows of the training length.
    package let overTrainingLength: Quantiles
    /// Sums over all rows.
    package let overWholeLength: Quantiles
}
