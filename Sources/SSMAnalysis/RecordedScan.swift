package import SSMTensor

/// What one layer's scan read of one sequence: everything that its maps are computed from.
///
/// The inputs are those after the hooks, so that map · x + skip · x is what the scan gave out. Under a strategy that
/// drops rows they are the rows that were kept; under one that makes rows up, such rows are among them.
package struct RecordedScan: Sendable {
    /// What stands around the scan in its block.
    package struct Surroundings: Sendable {
        /// What gates the output of the scan, through SiLU: (T, S).
        package let gate: Tensor
        /// What the convolution read, rows that were dropped behind it too: (T₀, S).
        package let input: Tensor
        /// Original position of each of these rows: (T₀).
        package let inputPositions: [Int32]
        /// Weights of the convolution, the last one for the row itself: (S, K).
        package let weight: Tensor
        /// What the convolution adds: (S).
        package let bias: Tensor
        /// The output projection: (D, S).
        package let outProjection: Tensor

        /// Surroundings of a scan.
        package init(
            gate: Tensor, input: Tensor, inputPositions: [Int32], weight: Tensor, bias: Tensor, outProjection: Tensor
        ) {
            self.gate = gate
            self.input = input
            self.inputPositions = inputPositions
            self.weight = weight
            self.bias = bias
            self.outProjection = outProjection
        }
    }

    /// The layer.
    package let layer: Int
    /// Which channels of the layer these are: (S), increasing.
    package let channels: [Int]
    /// Input of the scan: (T, S).
    package let x: Tensor
    /// Steps that the scan used: (T, S).
    package let steps: Tensor
    /// How inputs enter the states: (T, N).
    package let b: Tensor
    /// How states enter the output: (T, N).
    package let c: Tensor
    /// Negative rates: (S, N).
    package let a: Tensor
    /// What inputs add to the output directly: (S).
    package let skip: Tensor
    /// Original position of each row, not decreasing: (T).
    package let positions: [Int32]
    /// Token of each row, negative where a strategy made the row up: (T).
    package let tokens: [TokenID]
    /// What stands around the scan; nil when only the scan was recorded.
    package let surroundings: Surroundings?

    /// A recorded scan.
    ///
    /// - Precondition: the shapes fit.
    package init(
        layer: Int, channels: [Int], x: Tensor, steps: Tensor, b: Tensor, c: Tensor, a: Tensor, skip: Tensor,
        positions: [Int32], tokens: [TokenID], surroundings: Surroundings? = nil
    ) {
        let (rows, width) = (positions.count, channels.count)
        let isScan =
            x.shape == [rows, width] && steps.shape == x.shape && a.rank == 2 && a.rows == width
            && b.shape == [rows, a.columns] && c.shape == b.shape && skip.shape == [width] && tokens.count == rows
        precondition(
            isScan && surroundings.map { $0.fits(x) } ?? true,
            "RecordedScan: \(positions.count) positions, \(tokens.count) tokens, \(channels.count) channels, x \(x.shape), "
                + "steps \(steps.shape), b \(b.shape), c \(c.shape), a \(a.shape) and skip \(skip.shape) do not fit")
        self.layer = layer
        self.channels = channels
        self.x = x
        self.steps = steps
        self.b = b
        self.c = c
        self.a = a
        self.skip = skip
        self.positions = positions
        self.tokens = tokens
        self.surroundings = surroundings
    }

    /// Number of rows, T.
    package var rows: Int { positions.count }

    /// Number of positions of the sequence, as far as the scan knows of them.
    package var length: Int { Int(max(positions.last ?? -1, surroundings?.inputPositions.last ?? -1)) + 1 }

    /// The rows that a strategy made up.
    package var madeUpRows: [Int] { tokens.indices.filter { tokens[$0] < 0 } }

    /// The same scan with some of its channels.
    ///
    /// - Parameter kept: numbers of channels of the layer, increasing.
    /// - Throws: `MapError.noSuchChannel`.
    package func keeping(channels kept: [Int]) throws(MapError) -> RecordedScan {
        guard kept != channels else { return self }
        var lanes: [Int] = []
        for channel in kept {
            guard let lane = channels.firstIndex(of: channel) else {
                throw .noSuchChannel(channel, layer: layer, count: (channels.last ?? -1) + 1)
            }
            lanes.append(lane)
        }
        return RecordedScan(
            layer: layer, channels: kept, x: x.gathered(columns: lanes), steps: steps.gathered(columns: lanes), b: b,
            c: c, a: a.gathered(rows: lanes), skip: skip.picked(lanes), positions: positions, tokens: tokens,
            surroundings: surroundings?.keeping(lanes))
    }
}

extension RecordedScan.Surroundings {
    /// Whether the shapes are those around the scan of an input (T, S).
    fileprivate func fits(_ x: Tensor) -> Bool {
        gate.shape == x.shape && input.shape == [inputPositions.count, x.columns]
            && weight.rank == 2 && weight.rows == x.columns && bias.shape == [x.columns]
            && outProjection.rank == 2 && outProjection.columns == x.columns
    }

    fileprivate func keeping(_ lanes: [Int]) -> Self {
        Self(
            gate: gate.gathered(columns: lanes), input: input.gathered(columns: lanes), inputPositions: inputPositions,
            weight: weight.gathered(rows: lanes), bias: bias.picked(lanes),
            outProjection: outProjection.gathered(columns: lanes))
    }
}

extension Tensor {
    /// The columns of (T, S) of these indices: (T, indices).
    func gathered(columns indices: [Int]) -> Tensor {
        guard indices != Array(0..<columns) else { return self }
        let (rows, width) = (self.rows, columns)
        return withSpan { values in
            Tensor(shape: [rows, indices.count], on: device) { span in
                for row in 0..<rows {
                    for (place, index) in indices.enumerated() {
                        span[row * indices.count + place] = values[row * width + index]
                    }
                }
            }
        }
    }

    /// The elements of a vector of these indices.
    func picked(_ indices: [Int]) -> Tensor {
        withSpan { values in Tensor(indices.map { values[$0] }, shape: [indices.count], on: device) }
    }
}
