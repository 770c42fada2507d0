import CSSMKernels

/// The operands of one convolution, without histories.
struct CausalConvolution: Sendable {
    let x, weight: Tensor
    let bias: Tensor?
    let layout: SequenceLayout
    let initial: Tensor?
    let silu: Bool
    private let starts: [Int64]

    init(x: Tensor, weight: Tensor, bias: Tensor?, layout: SequenceLayout, initial: Tensor?, silu: Bool) {
        precondition(
            x.rank == 2 && weight.rank == 2 && weight.rows == x.columns && (1...8).contains(weight.columns),
            "causalConvolution: x \(x.shape) and a weight \(weight.shape) do not fit")
        precondition(
            bias == nil || bias?.shape == [x.columns],
            "causalConvolution: x \(x.shape) and a bias \(bias?.shape ?? []) do not fit")
        precondition(
            layout.rows == x.rows, "causalConvolution: x \(x.shape) and a layout of \(layout.rows) rows do not fit")
        let stateShape = [layout.count, weight.columns - 1, x.columns]
        precondition(
            initial == nil || initial?.shape == stateShape,
            "causalConvolution: initial rows \(initial?.shape ?? []) instead of \(stateShape)")
        self.x = x
        self.weight = weight
        self.bias = bias
        self.layout = layout
        self.initial = initial
        self.silu = silu
        starts = layout.starts.map { Int64($0) }
    }

    private var device: Device { x.device }
    private var stateShape: [Int] { [layout.count, weight.columns - 1, x.columns] }

    func forward() -> (output: Tensor, state: Tensor) {
        let output = Tensor(uninitialized: x.shape, on: device)
        let state = Tensor(uninitialized: stateShape, on: device)
        channelGroups { kernel, channels in
            ssm_conv_forward(
                device.path.kernel, kernel, output.target, state.target, Int64(channels.lowerBound),
                Int64(channels.upperBound))
        }
        return (output, state)
    }

    /// Gradients of x, weight, bias and initial.
    func backward(output: Tensor?, state: Tensor?) -> [Gradient?] {
        let slope = output ?? .zeros(x.shape, on: device)
        let dx = Tensor(uninitialized: x.shape, on: device)
        let dweight = Tensor(uninitialized: weight.shape, on: device)
        let dbias = bias.map { Tensor(uninitialized: $0.shape, on: device) }
        let dinitial = initial.map { Tensor(uninitialized: $0.shape, on: device) }
        channelGroups { kernel, channels in
            ssm_conv_backward(
                device.path.kernel, kernel, slope.start, state?.start, dx.target, dweight.target, dbias?.target,
                dinitial?.target, Int64(channels.lowerBound), Int64(channels.upperBound))
        }
        return [.whole(dx), .whole(dweight), dbias.map { .whole($0) }, dinitial.map { .whole($0) }]
    }

    /// Calls `body` for groups of channels that depend on the shape only.
    private func channelGroups(_ body: @escaping @Sendable (UnsafePointer<ssm_conv>, Range<Int>) -> Void) {
        device.blocks(of: x.columns, size: x.columns >= 256 ? 64 : 32, isParallel: x.count >= 1 << 14) { channels in
            starts.withUnsafeBufferPointer { starts in
                var kernel = ssm_conv(
                    channels: Int64(x.columns), width: Int64(weight.columns), sequences: Int64(layout.count),
                    starts: starts.baseAddress, x: x.start, weight: weight.start, bias: bias?.start,
                    initial: initial?.start, silu: silu)
                body(&kernel, channels)
            }
        }
    }
}
