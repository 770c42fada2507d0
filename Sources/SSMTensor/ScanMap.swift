/// A selective scan over one sequence, seen in each lane as the matrix that takes the inputs to the outputs.
///
/// Entry (t, u) of a lane is Σ c_t exp(a (S_t - S_u)) step_u b_u over the states, where S sums the steps, for u ≤ t, and
/// 0 for later u. The sums are kept in double precision, and no exponent is positive: nothing overflows, and what
/// underflows is 0. With a frame, rows are scaled and columns are spread over those before them, as the gate and the
/// convolution around a scan do.
///
/// - Source: Ali, Zimerman and Wolf, The Hidden Attention of Mamba Models (2024), equation 10.
package struct ScanMap: Sendable {
    /// What surrounds the scan: rows are multiplied by `gate`, and what enters column u of the scan is a sum over the
    /// columns u - K + 1 ... u of what comes before a convolution.
    package struct Frame: Sendable {
        /// Multiplies each row: (T, S).
        package var gate: Tensor
        /// Multiplies what the convolution makes of each column: (T, S).
        package var slopes: Tensor
        /// The convolution, its last weight for the same column: (S, K).
        package var weight: Tensor
        /// Multiplies each column of what comes before the convolution, nil: 1: (T, S).
        package var inputs: Tensor?

        /// A frame.
        package init(gate: Tensor, slopes: Tensor, weight: Tensor, inputs: Tensor? = nil) {
            self.gate = gate
            self.slopes = slopes
            self.weight = weight
            self.inputs = inputs
        }
    }

    /// Number of rows, T.
    package let rows: Int
    /// Number of lanes, S.
    package let lanes: Int
    /// Number of states of a lane, N.
    package let states: Int

    let device: Device
    /// Rows with those that stand behind the last one so that a convolution may reach over the end.
    let padded: Int
    let taps: Int
    let sums: [Double]  // (S, padded)
    let steps: Tensor  // (S, padded)
    let a: Tensor  // (S, N)
    let b: Tensor  // (N, padded)
    let c: Tensor  // (T, N)
    let gate: Tensor?  // (S, T)
    let spread: Tensor?  // (S, K, T)

    /// The map of a scan.
    ///
    /// - Shapes: `steps` (T, S), `a` (S, N), `b` and `c` (T, N).
    /// - Precondition: no step is negative.
    package init(steps: Tensor, a: Tensor, b: Tensor, c: Tensor, frame: Frame? = nil) {
        precondition(
            steps.rank == 2 && a.rank == 2 && a.rows == steps.columns && b.shape == [steps.rows, a.columns]
                && c.shape == b.shape,
            "ScanMap: steps \(steps.shape), a \(a.shape), b \(b.shape) and c \(c.shape) do not fit")
        rows = steps.rows
        lanes = steps.columns
        states = a.columns
        device = steps.device
        taps = frame?.weight.columns ?? 1
        padded = rows + taps - 1
        self.steps = steps.exchanged(padded: padded)
        self.b = b.exchanged(padded: padded)
        self.a = a.detached
        self.c = c.detached
        sums = Self.sums(of: self.steps)
        gate = frame?.gate.exchanged(padded: rows)
        spread = frame?.spread(rows: rows)
    }

    /// Sums along each row in double precision.
    private static func sums(of steps: Tensor) -> [Double] {
        let length = steps.columns
        return steps.withSpan { steps in
            var sums: [Double] = []
            sums.reserveCapacity(steps.count)
            var sum = 0.0
            for index in steps.indices {
                if index % length == 0 { sum = 0 }
                precondition(!(steps[index] < 0), "ScanMap: the step \(steps[index]) is negative")
                sum += Double(steps[index])
                sums.append(sum)
            }
            return sums
        }
    }
}

extension ScanMap.Frame {
    /// The weight with which column u + k of the scan's map enters column u: (S, K, T).
    fileprivate func spread(rows: Int) -> Tensor {
        let (lanes, taps) = (weight.rows, weight.columns)
        precondition(
            gate.shape == [rows, lanes] && slopes.shape == gate.shape
                && (inputs.map { $0.shape == gate.shape } ?? true),
            "ScanMap: gate \(gate.shape), slopes \(slopes.shape) and weight \(weight.shape) do not fit \(rows) rows")
        let (slopes, inputs) = (slopes.exchanged(padded: rows), inputs?.exchanged(padded: rows))
        let (factors, weights, scales) = (slopes.values, weight.values, inputs?.values)
        return Tensor(shape: [lanes, taps, rows], on: gate.device) { span in
            var index = 0
            for lane in 0..<lanes {
                for tap in 0..<taps {
                    let weight = weights[lane * taps + taps - 1 - tap]
                    for row in 0..<rows {
                        let slope = row + tap < rows ? factors[lane * rows + row + tap] : 0
                        span[index] = weight * slope * (scales?[lane * rows + row] ?? 1)
                        index += 1
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// The transpose of (T, S) with zeros behind each of its rows: (S, length).
    fileprivate func exchanged(padded length: Int) -> Tensor {
        let (rows, columns) = (self.rows, self.columns)
        return withSpan { values in
            Tensor(shape: [columns, length], on: device) { span in
                for column in 0..<columns {
                    for row in 0..<length {
                        span[column * length + row] = row < rows ? values[row * columns + column] : 0
                    }
                }
            }
        }
    }
}
