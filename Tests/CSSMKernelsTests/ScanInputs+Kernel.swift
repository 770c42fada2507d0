import CSSMKernels
import Testing

extension ScanInputs {
    struct Forward {
        let out, final, checkpoints: [Float]
    }

    struct Gradients {
        let dx, dsteps, dbias, da, db, dc, dskip, dgate, dinitial: [Float]
    }

    /// All channels in one range.
    var whole: [Range<Int>] { [0..<channels] }

    /// What the forward kernel writes when the channels are given to it in `ranges`.
    func forward(_ path: Path, ranges: [Range<Int>]) -> Forward {
        withKernel { kernel in
            let (out, final) = (GuardedFloats(count: rows * channels), GuardedFloats(count: stateCount))
            let checkpoints = GuardedFloats(count: Int(ssm_scan_checkpoint_count(kernel)))
            for range in ranges {
                let scratch = GuardedFloats(count: Int(ssm_scan_forward_scratch(kernel)))
                ssm_scan_forward(
                    path.kernel, kernel, out.pointer, final.pointer, checkpoints.pointer, Int64(range.lowerBound),
                    Int64(range.upperBound), scratch.pointer)
                _ = scratch.result("scratch")
            }
            return Forward(
                out: out.result("out"), final: final.result("final"), checkpoints: checkpoints.result("checkpoints"))
        }
    }

    /// What the backward kernel writes; `db` and `dc` are summed over the ranges. An empty `dfinal` stands for zeros.
    func backward(_ path: Path, dout: [Float], dfinal: [Float], ranges: [Range<Int>]) -> Gradients {
        let kept = forward(path, ranges: whole).checkpoints
        return withKernel { kernel in
            let (checkpoints, upstream, last) = (GuardedFloats(kept), GuardedFloats(dout), GuardedFloats(dfinal))
            let (dx, dsteps, dgate) = (
                GuardedFloats(count: x.count), GuardedFloats(count: x.count), GuardedFloats(count: gate.count)
            )
            let (da, dskip, dbias, dinitial) = (
                GuardedFloats(count: a.count), GuardedFloats(count: skip.count), GuardedFloats(count: bias.count),
                GuardedFloats(count: initial.count)
            )
            var (sumOfB, sumOfC) = ([Float](repeating: 0, count: b.count), [Float](repeating: 0, count: c.count))
            for range in ranges {
                let (db, dc) = (GuardedFloats(count: b.count), GuardedFloats(count: c.count))
                let scratch = GuardedFloats(count: Int(ssm_scan_backward_scratch(kernel)))
                var gradients = ssm_scan_gradients(
                    checkpoints: checkpoints.pointer, dout: upstream.pointer,
                    dfinal: dfinal.isEmpty ? nil : last.pointer, dx: dx.pointer, dsteps: dsteps.pointer,
                    dgate: gate.isEmpty ? nil : dgate.pointer, db: db.pointer, dc: dc.pointer, da: da.pointer,
                    dskip: skip.isEmpty ? nil : dskip.pointer, dstep_bias: bias.isEmpty ? nil : dbias.pointer,
                    dinitial: initial.isEmpty ? nil : dinitial.pointer)
                ssm_scan_backward(
                    path.kernel, kernel, &gradients, Int64(range.lowerBound), Int64(range.upperBound),
                    scratch.pointer)
                _ = scratch.result("scratch")
                for (place, value) in db.result("db").enumerated() { sumOfB[place] += value }
                for (place, value) in dc.result("dc").enumerated() { sumOfC[place] += value }
            }
            return Gradients(
                dx: dx.result("dx"), dsteps: dsteps.result("dsteps"), dbias: dbias.result("dbias"),
                da: da.result("da"), db: sumOfB, dc: sumOfC, dskip: dskip.result("dskip"),
                dgate: dgate.result("dgate"), dinitial: dinitial.result("dinitial"))
        }
    }

    private func withKernel<Result>(_ body: (UnsafePointer<ssm_scan>) -> Result) -> Result {
        let (inputs, widths, offsets) = (GuardedFloats(x), GuardedFloats(steps), GuardedFloats(bias))
        let (rates, entering, leaving) = (GuardedFloats(a), GuardedFloats(b), GuardedFloats(c))
        let (around, gates, before) = (GuardedFloats(skip), GuardedFloats(gate), GuardedFloats(initial))
        return starts.withUnsafeBufferPointer { starts in
            var kernel = ssm_scan(
                channels: Int64(channels), state: Int64(state), sequences: Int64(lengths.count),
                starts: starts.baseAddress, x: inputs.pointer, steps: widths.pointer,
                step_bias: bias.isEmpty ? nil : offsets.pointer, a: rates.pointer, b: entering.pointer,
                c: leaving.pointer, skip: skip.isEmpty ? nil : around.pointer,
                gate: gate.isEmpty ? nil : gates.pointer, initial: initial.isEmpty ? nil : before.pointer)
            return body(&kernel)
        }
    }
}
