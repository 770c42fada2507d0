extension Tensor {
    /// Runs a selective scan: the output (T, E) and the last state of each sequence (S, E, N); differentiable.
    ///
    /// - Edge cases: a sequence of no rows returns its initial state.
    /// - Complexity: O(T·E·N) time. A scan that gradients flow through keeps one state of 32 rows, otherwise none.
    public static func selectiveScan(_ scan: SelectiveScan) -> (output: Tensor, state: Tensor) {
        scan.checkShapes()
        let isTracked = scan.operands.contains { $0?.isTracked ?? false }
        let run = ScanRun(scan.detached)
        let (output, state, checkpoints) = run.forward(keepingCheckpoints: isTracked)
        guard let checkpoints else { return (output, state) }
        let results = Tensor.recorded([output, state], from: scan.operands) { gradients, _ in
            run.backward(output: gradients[0], state: gradients[1], checkpoints: checkpoints)
        }
        return (results[0], results[1])
    }
}
