public import SSMTensor

/// The rows of one chunk inside a block, after the projections and before the scan.
///
/// A chunk is a run of rows of the packed batch: it may begin and end inside a sequence.
public struct ScanInputs: Sendable {
    /// Input of the scan, after the convolution and SiLU: (T, S), S = E lanes in Mamba-1.
    public var x: Tensor
    /// Step sizes before the bias and softplus: (T, S).
    public var rawSteps: Tensor
    /// Input projection of each row: (T, N).
    public var b: Tensor
    /// Output projection of each row: (T, N).
    public var c: Tensor
    /// What the output is gated by, through SiLU: (T, S). Nil while rows are only scored.
    public var gate: Tensor?
    /// Negative rates of decay: (S, N).
    public var a: Tensor
    /// Added to the raw steps before softplus: (S).
    public let stepBias: Tensor
    /// What the input adds to the output directly: (S).
    public let skip: Tensor
    /// Original position of each row: (T).
    public private(set) var positions: [Int32]
    /// Token of each row, negative where a strategy made the row up: (T).
    public private(set) var tokens: [TokenID]
    /// Where each sequence of this chunk begins.
    public private(set) var layout: SequenceLayout
    /// The sequences of this chunk.
    public let sequences: [SequenceInfo]
    /// Multiplies the steps after softplus: (T, S), (T, 1) or (S); nil: 1.
    public private(set) var stepFactors: Tensor?

    init(
        x: Tensor, rawSteps: Tensor, b: Tensor, c: Tensor, gate: Tensor?, a: Tensor, stepBias: Tensor, skip: Tensor,
        positions: [Int32], tokens: [TokenID], layout: SequenceLayout, sequences: [SequenceInfo]
    ) {
        self.x = x
        self.rawSteps = rawSteps
        self.b = b
        self.c = c
        self.gate = gate
        self.a = a
        self.stepBias = stepBias
        self.skip = skip
        self.positions = positions
        self.tokens = tokens
        self.layout = layout
        self.sequences = sequences
    }

    /// Number of rows, T.
    public var rows: Int { x.rows }

    /// The step sizes that the scan will use: softplus(rawSteps + stepBias), times the factors: (T, S).
    public var steps: Tensor {
        let positive = (rawSteps + stepBias).softplus()
        guard let stepFactors else { return positive }
        return positive * stepFactors
    }

    /// Multiplies the steps after softplus; several scalings commute.
    ///
    /// - Parameter factors: (T, S), a column (T, 1) or a row (S).
    public mutating func scaleSteps(by factors: Tensor) {
        guard let current = stepFactors else {
            stepFactors = factors
            return
        }
        // Broadcasting takes the smaller operand on the right, and a row and a column have neither.
        let whole = [rows, x.columns]
        stepFactors =
            if current.shape == factors.shape || current.shape == whole {
                current * factors
            } else if factors.shape == whole {
                factors * current
            } else {
                Tensor.filled(with: 1, shape: whole, on: x.device) * current * factors
            }
    }

    /// Gives these rows the step 0: for the scan they do not exist.
    ///
    /// - Parameter lanes: the lanes that skip them; nil: all.
    public mutating func skip(_ skipped: RowSet, lanes: [Int]? = nil) {
        let width = x.columns
        var factors = Array(repeating: Float(1), count: rows * width)
        for row in skipped.rows {
            for lane in lanes ?? Array(0..<width) { factors[row * width + lane] = 0 }
        }
        let mask = Tensor(factors, shape: [rows, width], on: x.device)
        stepFactors = stepFactors.map { mask * $0 } ?? mask
    }

    /// The rows of this chunk that a selection keeps.
    ///
    /// - Parameters:
    ///   - kept: indices of this chunk's rows, increasing.
    ///   - layout: where each sequence begins among them.
    mutating func keep(_ kept: [Int], layout: SequenceLayout) {
        x = x.gathered(rows: kept)
        rawSteps = rawSteps.gathered(rows: kept)
        b = b.gathered(rows: kept)
        c = c.gathered(rows: kept)
        gate = gate?.gathered(rows: kept)
        if let factors = stepFactors, factors.rank == 2 { stepFactors = factors.gathered(rows: kept) }
        positions = kept.map { positions[$0] }
        tokens = kept.map { tokens[$0] }
        self.layout = layout
    }

    /// Runs the selective scan over these rows.
    ///
    /// Without factors the fused form (bias, softplus, skip and gate inside) runs; with factors the steps are made
    /// first. Both forms share their arithmetic and give the same bits.
    ///
    /// - Returns: the gated output (T, S) and the state after the last row of each sequence (sequences, S, N).
    func scanned(from initial: Tensor?) -> (output: Tensor, state: Tensor) {
        Tensor.selectiveScan(
            SelectiveScan(
                x: x, steps: stepFactors == nil ? rawSteps : steps, stepBias: stepFactors == nil ? stepBias : nil,
                a: a, b: b, c: c, skip: skip, gate: gate, layout: layout, initial: initial))
    }
}
