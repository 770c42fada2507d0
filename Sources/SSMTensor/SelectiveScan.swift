/// The operands of a selective scan over packed sequences.
///
/// In each channel e with state h (N): step = softplus(steps + stepBias), or `steps` as they are without a bias;
/// h ← exp(step · a) h + step · b · x; output = (Σ c · h + skip · x) · SiLU(gate).
///
/// - Shapes: `x`, `steps` and `gate` (T, E), `stepBias` and `skip` (E), `a` (E, N), negative, `b` and `c` (T, N),
///   `initial` (S, E, N), zeros when it is left out.
/// - Source: Gu and Dao, Mamba, algorithm 2; the input enters by the Euler form, as in the reference implementation.
public struct SelectiveScan: Sendable {
    /// What enters the states: (T, E).
    public var x: Tensor
    /// Step sizes, or what softplus makes them of: (T, E).
    public var steps: Tensor
    /// Added to the steps before softplus; without it the steps are taken as they are: (E).
    public var stepBias: Tensor?
    /// Rates of the states, negative: (E, N).
    public var a: Tensor
    /// How the input enters each state: (T, N).
    public var b: Tensor
    /// How each state enters the output: (T, N).
    public var c: Tensor
    /// How the input enters the output: (E).
    public var skip: Tensor?
    /// What gates the output, through SiLU: (T, E).
    public var gate: Tensor?
    /// Where each sequence begins.
    public var layout: SequenceLayout
    /// The states before the first rows: (S, E, N).
    public var initial: Tensor?

    /// The operands of a scan.
    public init(
        x: Tensor, steps: Tensor, stepBias: Tensor? = nil, a: Tensor, b: Tensor, c: Tensor, skip: Tensor? = nil,
        gate: Tensor? = nil, layout: SequenceLayout, initial: Tensor? = nil
    ) {
        self.x = x
        self.steps = steps
        self.stepBias = stepBias
        self.a = a
        self.b = b
        self.c = c
        self.skip = skip
        self.gate = gate
        self.layout = layout
        self.initial = initial
    }

    /// In the order of the gradients.
    var operands: [Tensor?] { [x, steps, stepBias, a, b, c, skip, gate, initial] }

    var detached: SelectiveScan {
        SelectiveScan(
            x: x.detached, steps: steps.detached, stepBias: stepBias?.detached, a: a.detached, b: b.detached,
            c: c.detached, skip: skip?.detached, gate: gate?.detached, layout: layout, initial: initial?.detached)
    }

    func checkShapes() {
        precondition(
            x.rank == 2 && x.rows == layout.rows,
            "selectiveScan: x \(x.shape) and a layout of \(layout.rows) rows do not fit")
        let (rows, channels) = (x.rows, x.columns)
        precondition(
            a.rank == 2 && a.rows == channels && (1...256).contains(a.columns),
            "selectiveScan: x \(x.shape) and a \(a.shape) do not fit")
        let state = a.columns
        func check(_ tensor: Tensor?, _ name: String, _ shape: [Int]) {
            guard let tensor else { return }
            precondition(
                tensor.shape == shape,
                "selectiveScan: \(name) \(tensor.shape) instead of \(shape), for x \(x.shape) and a \(a.shape)")
        }
        check(steps, "steps", [rows, channels])
        check(stepBias, "stepBias", [channels])
        check(b, "b", [rows, state])
        check(c, "c", [rows, state])
        check(skip, "skip", [channels])
        check(gate, "gate", [rows, channels])
        check(initial, "initial", [layout.count, channels, state])
    }
}
