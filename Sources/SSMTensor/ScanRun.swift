import CSSMKernels

/// One scan, cut into groups of channels that depend on the shape only.
struct ScanRun: Sendable {
    let scan: SelectiveScan
    private let starts: [Int64]

    init(_ scan: SelectiveScan) {
        self.scan = scan
        starts = scan.layout.starts.map { Int64($0) }
    }

    private var device: Device { scan.x.device }
    private var stateShape: [Int] { [scan.layout.count] + scan.a.shape }
    private var channels: Int { scan.x.columns }

    /// Channels of a group of the backward pass: by shape alone, because its sums over channels are added by groups.
    private var groupSize: Int { Self.groupSize(channels: channels) }
    static func groupSize(channels: Int) -> Int { channels >= 256 ? 64 : channels >= 64 ? 32 : 16 }
    private var groupCount: Int { (channels + groupSize - 1) / groupSize }

    /// Channels of a group of the forward pass, whose bits do not depend on it: wide groups read rows in longer pieces,
    /// and some more groups than workers even out what else the machine does.
    private var forwardGroupSize: Int {
        let parts = device.workers * (scan.x.rows >= 64 ? 4 : 1)
        return max(16, (channels / parts + 15) / 16 * 16)
    }

    func forward(keepingCheckpoints: Bool) -> (output: Tensor, state: Tensor, checkpoints: Tensor?) {
        let output = Tensor(uninitialized: scan.x.shape, on: device)
        let state = Tensor(uninitialized: stateShape, on: device)
        let kept = withKernel { Int(ssm_scan_checkpoint_count($0)) }
        let checkpoints = keepingCheckpoints ? Tensor(uninitialized: [kept], on: device) : nil
        channelGroups(of: forwardGroupSize, scratch: ssm_scan_forward_scratch) { kernel, _, channels, scratch in
            ssm_scan_forward(
                device.path.kernel, kernel, output.target, state.target, checkpoints?.target,
                Int64(channels.lowerBound), Int64(channels.upperBound), scratch)
        }
        return (output, state, checkpoints)
    }

    /// Gradients in the order of `SelectiveScan.operands`.
    func backward(output: Tensor?, state: Tensor?, checkpoints: Tensor) -> [Gradient?] {
        func like(_ tensor: Tensor?) -> Tensor? { tensor.map { Tensor(uninitialized: $0.shape, on: device) } }
        let slope = output ?? .zeros(scan.x.shape, on: device)
        let dx = Tensor(uninitialized: scan.x.shape, on: device)
        let dsteps = Tensor(uninitialized: scan.x.shape, on: device)
        let da = Tensor(uninitialized: scan.a.shape, on: device)
        let (dbias, dskip) = (like(scan.stepBias), like(scan.skip))
        let (dgate, dinitial) = (like(scan.gate), like(scan.initial))
        // Each group leaves its part of the sums over the channels: (groups, T, N).
        let partials = [groupCount] + scan.b.shape
        let (db, dc) = (Tensor(uninitialized: partials, on: device), Tensor(uninitialized: partials, on: device))
        let groupStride = scan.b.count
        channelGroups(of: groupSize, scratch: ssm_scan_backward_scratch) { kernel, group, channels, scratch in
            var gradients = ssm_scan_gradients(
                checkpoints: checkpoints.start, dout: slope.start, dfinal: state?.start, dx: dx.target,
                dsteps: dsteps.target, dgate: dgate?.target, db: db.target + group * groupStride,
                dc: dc.target + group * groupStride, da: da.target, dskip: dskip?.target,
                dstep_bias: dbias?.target, dinitial: dinitial?.target)
            ssm_scan_backward(
                device.path.kernel, kernel, &gradients, Int64(channels.lowerBound), Int64(channels.upperBound),
                scratch)
        }
        let results = [dx, dsteps, dbias, da, sumOfGroups(db), sumOfGroups(dc), dskip, dgate, dinitial]
        return results.map { $0.map { .whole($0) } }
    }

    /// The sum of the groups' parts, in order: (T, N).
    private func sumOfGroups(_ partials: Tensor) -> Tensor {
        let sum = Tensor(uninitialized: scan.b.shape, on: device)
        let (groups, count) = (groupCount, sum.count)
        device.elements(count) { range in
            (sum.target + range.lowerBound).update(from: partials.start + range.lowerBound, count: range.count)
            for group in 1..<max(groups, 1) {
                ssm_axpy(
                    device.path.kernel, Int64(range.count), 1, partials.start + group * count + range.lowerBound,
                    sum.target + range.lowerBound)
            }
        }
        return sum
    }

    /// Calls `body` for each group of channels, with scratch memory of its own.
    private func channelGroups(
        of groupSize: Int, scratch size: @escaping @Sendable (UnsafePointer<ssm_scan>?) -> Int64,
        _ body: @escaping @Sendable (UnsafePointer<ssm_scan>, Int, Range<Int>, UnsafeMutablePointer<Float>) -> Void
    ) {
        let isParallel = scan.x.count * scan.a.columns >= 1 << 14
        device.blocks(of: channels, size: groupSize, isParallel: isParallel) { channels in
            withKernel { kernel in
                let scratch = Storage(count: Int(size(kernel)), on: device)
                withExtendedLifetime(scratch) {
                    body(kernel, channels.lowerBound / groupSize, channels, scratch.base)
                }
            }
        }
    }

    private func withKernel<Result>(_ body: (UnsafePointer<ssm_scan>) -> Result) -> Result {
        starts.withUnsafeBufferPointer { starts in
            var kernel = ssm_scan(
                channels: Int64(channels), state: Int64(scan.a.columns), sequences: Int64(scan.layout.count),
                starts: starts.baseAddress, x: scan.x.start, steps: scan.steps.start,
                step_bias: scan.stepBias?.start, a: scan.a.start, b: scan.b.start, c: scan.c.start,
                skip: scan.skip?.start, gate: scan.gate?.start, initial: scan.initial?.start)
            return body(&kernel)
        }
    }
}
