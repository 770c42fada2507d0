extension Tensor {
    /// A causal convolution of each channel over packed sequences; differentiable.
    ///
    /// - Shapes: `x` (T, E), `weight` (E, K), `bias` (E), `initial` (S, K - 1, E), the rows before each sequence, zeros
    ///   when it is left out; returns the output (T, E) and the last K - 1 rows that entered, (S, K - 1, E).
    /// - Parameter silu: Whether the output goes through SiLU.
    /// - Precondition: 1 ≤ K ≤ 8.
    /// - Edge cases: a sequence of no rows returns its initial rows.
    public static func causalConvolution(
        _ x: Tensor, weight: Tensor, bias: Tensor?, layout: SequenceLayout, initial: Tensor? = nil, silu: Bool
    ) -> (output: Tensor, state: Tensor) {
        let convolution = CausalConvolution(
            x: x.detached, weight: weight.detached, bias: bias?.detached, layout: layout,
            initial: initial?.detached, silu: silu)
        let (output, state) = convolution.forward()
        let results = Tensor.recorded([output, state], from: [x, weight, bias, initial]) { gradients, _ in
            convolution.backward(output: gradients[0], state: gradients[1])
        }
        return (results[0], results[1])
    }
}
