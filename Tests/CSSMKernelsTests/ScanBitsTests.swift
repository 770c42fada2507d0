import CSSMKernels
import Testing

/// Equalities that hold to the bit, on which the runtime builds: splitting the work never changes a result.
struct ScanBitsTests {
    private let scan = ScanCase(lengths: [65, 0, 1, 40], channels: 37, state: 18)

    @Test(arguments: Path.available)
    func `softplus and the gate inside equal the same functions outside`(_ path: Path) {
        let inputs = scan.inputs
        let (fused, split) = (inputs, splitInputs(inputs, path))
        let (left, right) = (fused.forward(path, ranges: fused.whole), split.forward(path, ranges: split.whole))
        let silu = elementwise(path, ssm_silu, inputs.gate)
        expectSameBits(left.out, elementwise(path, ssm_multiply, right.out, silu), named: "out")
        expectSameBits(left.final, right.final, named: "final")
    }

    @Test(arguments: Path.available)
    func `gradients through softplus and the gate inside equal those outside`(_ path: Path) {
        let (inputs, dout) = (scan.inputs, scan.dout)
        let split = splitInputs(inputs, path)
        let fused = inputs.backward(path, dout: dout, dfinal: scan.dfinal, ranges: inputs.whole)
        let output = split.forward(path, ranges: split.whole).out
        let dy = elementwise(path, ssm_multiply, dout, elementwise(path, ssm_silu, inputs.gate))
        let outside = split.backward(path, dout: dy, dfinal: scan.dfinal, ranges: split.whole)
        let opening = elementwise(path, ssm_multiply, dout, output)
        expectSameBits(
            fused.dgate, elementwise(path, ssm_silu_backward, inputs.gate, opening), named: "dgate")
        expectSameBits(
            fused.dsteps, elementwise(path, ssm_softplus_backward, rawSteps(inputs, path), outside.dsteps),
            named: "dsteps")
        expectSameBits(fused.dx, outside.dx, named: "dx")
        expectSameBits(fused.da, outside.da, named: "da")
        expectSameBits(fused.db, outside.db, named: "db")
        expectSameBits(fused.dc, outside.dc, named: "dc")
        expectSameBits(fused.dinitial, outside.dinitial, named: "dinitial")
    }

    @Test(arguments: Path.available)
    func `a channel does not depend on the range that it is computed in`(_ path: Path) {
        let inputs = scan.inputs
        let ranges = [32..<37, 0..<16, 16..<32]
        let (whole, parts) = (inputs.forward(path, ranges: inputs.whole), inputs.forward(path, ranges: ranges))
        expectSameBits(whole.out, parts.out, named: "out")
        expectSameBits(whole.final, parts.final, named: "final")
        let gradients = inputs.backward(path, dout: scan.dout, dfinal: scan.dfinal, ranges: inputs.whole)
        let partial = inputs.backward(path, dout: scan.dout, dfinal: scan.dfinal, ranges: ranges)
        expectSameBits(gradients.dx, partial.dx, named: "dx")
        expectSameBits(gradients.dsteps, partial.dsteps, named: "dsteps")
        expectSameBits(gradients.dgate, partial.dgate, named: "dgate")
        expectSameBits(gradients.da, partial.da, named: "da")
        expectSameBits(gradients.dskip, partial.dskip, named: "dskip")
        expectSameBits(gradients.dbias, partial.dbias, named: "dbias")
        expectSameBits(gradients.dinitial, partial.dinitial, named: "dinitial")
        // Sums over channels are the callers' to add, so their bits are those of the ranges.
        expectClose(partial.db, gradients.db.doubles, within: .sumOrder, named: "db")
        expectClose(partial.dc, gradients.dc.doubles, within: .sumOrder, named: "dc")
    }

    @Test(arguments: Path.available)
    func `a sequence does not depend on what is packed beside it`(_ path: Path) {
        let inputs = scan.inputs
        let packed = inputs.forward(path, ranges: inputs.whole)
        var (out, final): ([Float], [Float]) = ([], [])
        for (sequence, length) in inputs.lengths.enumerated() {
            let alone = inputs.part(of: sequence, rows: 0..<length, initial: inputs.initial(of: sequence))
            let result = alone.forward(path, ranges: alone.whole)
            out += result.out
            final += result.final
        }
        expectSameBits(packed.out, out, named: "out")
        expectSameBits(packed.final, final, named: "final")
    }

    @Test(arguments: Path.available, [0, 1, 31, 32, 33, 64, 65])
    func `a sequence may be cut, carrying the state`(_ path: Path, _ cut: Int) {
        let inputs = scan.inputs
        let once = inputs.part(of: 0, rows: 0..<65, initial: inputs.initial(of: 0))
        let expected = once.forward(path, ranges: once.whole)
        let head = inputs.part(of: 0, rows: 0..<cut, initial: inputs.initial(of: 0))
        let first = head.forward(path, ranges: head.whole)
        let tail = inputs.part(of: 0, rows: cut..<65, initial: first.final)
        let second = tail.forward(path, ranges: tail.whole)
        expectSameBits(first.out + second.out, expected.out, named: "out")
        expectSameBits(second.final, expected.final, named: "final")
    }

    private func rawSteps(_ inputs: ScanInputs, _ path: Path) -> [Float] {
        let (steps, bias) = (GuardedFloats(inputs.steps), GuardedFloats(inputs.bias))
        let raw = GuardedFloats(count: inputs.steps.count)
        ssm_add_row(
            path.kernel, Int64(inputs.rows), Int64(inputs.channels), steps.pointer, bias.pointer, raw.pointer)
        return raw.result("raw steps")
    }

    /// The same scan with the step's bias and softplus done outside and without the gate.
    private func splitInputs(_ inputs: ScanInputs, _ path: Path) -> ScanInputs {
        var split = inputs
        split.steps = elementwise(path, ssm_softplus, rawSteps(inputs, path))
        (split.bias, split.gate) = ([], [])
        return split
    }

    private func elementwise(_ path: Path, _ kernel: UnaryKernel, _ x: [Float]) -> [Float] {
        let (input, output) = (GuardedFloats(x), GuardedFloats(count: x.count))
        kernel(path.kernel, Int64(x.count), input.pointer, output.pointer)
        return output.result("elementwise")
    }

    private func elementwise(_ path: Path, _ kernel: BinaryKernel, _ a: [Float], _ b: [Float]) -> [Float] {
        let (left, right, output) = (GuardedFloats(a), GuardedFloats(b), GuardedFloats(count: a.count))
        kernel(path.kernel, Int64(a.count), left.pointer, right.pointer, output.pointer)
        return output.result("elementwise")
    }
}
