import SSMTensor

/// Brings every number of a state to mean 0 and variance 1 over the contexts that a probe is fitted on.
struct StateScaling {
    private let mean: [Float]
    private let factor: [Float]

    init(_ states: Tensor) {
        let (rows, width) = (states.shape[0], states.shape[1])
        var sums = [Double](repeating: 0, count: width)
        var squares = sums
        states.withSpan { values in
            for row in 0..<rows {
                for index in 0..<width {
                    let value = Double(values[row * width + index])
                    sums[index] += value
                    squares[index] += value * value
                }
            }
        }
        let count = Double(max(1, rows))
        mean = sums.map { Float($0 / count) }
        factor = zip(sums, squares).map { sum, square in
            let variance = square / count - sum / count * (sum / count)
            // A number that is the same in all contexts says nothing.
            return variance > 1e-12 * max(1e-12, square / count) ? Float(1 / variance.squareRoot()) : 0
        }
    }

    func scaled(_ states: Tensor) -> Tensor {
        let width = states.shape[1]
        let values = states.values.enumerated().map { index, value in
            (value - mean[index % width]) * factor[index % width]
        }
        return Tensor(values, shape: states.shape, on: states.device)
    }
}
