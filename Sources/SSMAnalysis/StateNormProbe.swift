package import SSMModel
import SSMTensor
import Synchronization

/// Records how the norm of the state grows along a sequence.
///
/// The state is seen at the end of each chunk, so requests should have `chunkRows` equal to `interval`. A norm that
/// leaves the range of the training length says that the layers behind read states that training never made.
package final class StateNormProbe: Probe {
    package let sites: Set<Site> = [.state]
    package let layers: LayerSelection
    /// Rows between two points of the summary.
    package let interval: Int
    private let norms = Mutex<[Place: [Double]]>([:])

    private struct Place: Hashable {
        let layer: Int
        let rows: Int
    }

    /// A probe that has seen nothing.
    ///
    /// - Parameters:
    ///   - interval: a state after n rows counts for the next multiple of it.
    ///   - layers: the layers to look at.
    /// - Precondition: `interval` is positive.
    package init(interval: Int, layers: LayerSelection = .all) {
        precondition(interval > 0, "StateNormProbe: an interval of \(interval) rows")
        self.interval = interval
        self.layers = layers
    }

    package func observe(_ observation: Observation) {
        guard case .tensor(let state) = observation.value else { return }
        for sequence in 0..<observation.layout.count where observation.layout.length(of: sequence) > 0 {
            let end = observation.layout.range(of: sequence).upperBound
            let rows = Int(observation.positions[end - 1]) + 1
            let squares = state.rows(sequence..<(sequence + 1)).withSpan { values in
                values.indices.reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }
            }
            let place = Place(layer: observation.layer, rows: (rows + interval - 1) / interval * interval)
            norms.withLock { $0[place, default: []].append(squares.squareRoot()) }
        }
    }

    /// What was seen so far, by layer and number of rows.
    package var summary: [StateNorms] {
        let seen = norms.withLock { $0 }
        return Dictionary(grouping: seen) { $0.key.layer }.sorted { $0.key < $1.key }.map { layer, entries in
            StateNorms(
                layer: layer,
                points: entries.sorted { $0.key.rows < $1.key.rows }.compactMap { place, norms in
                    Quantiles(norms).map { StateNorms.Point(rows: place.rows, norm: $0) }
                })
        }
    }
}

/// Norm of the state of one layer along sequences.
package struct StateNorms: Sendable, Hashable, Codable {
    /// The norms after about so many rows.
    package struct Point: Sendable, Hashable, Codable {
        /// Rows of the sequence that were read, up to the next multiple of the interval.
        package let rows: Int
        /// L2 norms over lanes and states; their number is that of the states seen.
        package let norm: Quantiles
    }

    /// The layer.
    package let layer: Int
    /// By increasing number of rows.
    package let points: [Point]
}
