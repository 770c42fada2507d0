import Foundation

/// The selective scan and its gradients in double precision, one channel and one state at a time.
struct ScanReference {
    let lengths: [Int]
    let channels: Int
    let state: Int
    var x, steps, bias, a, b, c, skip, gate, initial: [Double]

    init(_ inputs: ScanInputs) {
        (lengths, channels, state) = (inputs.lengths, inputs.channels, inputs.state)
        (x, steps, bias) = (inputs.x.doubles, inputs.steps.doubles, inputs.bias.doubles)
        (a, b, c) = (inputs.a.doubles, inputs.b.doubles, inputs.c.doubles)
        (skip, gate, initial) = (inputs.skip.doubles, inputs.gate.doubles, inputs.initial.doubles)
    }

    struct Gradients {
        var dx, dsteps, dbias, da, db, dc, dskip, dgate, dinitial: [Double]
    }

    private var starts: [Int] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } }

    private func step(_ row: Int, _ e: Int) -> Double {
        let raw = steps[row * channels + e]
        return bias.isEmpty ? raw : Exact.softplus(raw + bias[e])
    }

    /// The states of one channel before the first row and after each row of a sequence: (length + 1, N).
    private func states(of sequence: Int, _ e: Int) -> [[Double]] {
        let own = (sequence * channels + e) * state
        var states = [(0..<state).map { initial.isEmpty ? 0 : initial[own + $0] }]
        for t in 0..<lengths[sequence] {
            let row = starts[sequence] + t
            let (step, x) = (step(row, e), x[row * channels + e])
            states.append(
                (0..<state).map { exp(step * a[e * state + $0]) * states[t][$0] + step * b[row * state + $0] * x })
        }
        return states
    }

    /// The output of a row before the gate.
    private func ungated(_ row: Int, _ e: Int, _ h: [Double]) -> Double {
        let through = skip.isEmpty ? 0 : skip[e] * x[row * channels + e]
        return (0..<state).reduce(through) { $0 + c[row * state + $1] * h[$1] }
    }

    func forward() -> (out: [Double], final: [Double]) {
        var out = [Double](repeating: 0, count: x.count)
        var final: [Double] = []
        for sequence in lengths.indices {
            for e in 0..<channels {
                let states = states(of: sequence, e)
                for t in 0..<lengths[sequence] {
                    let row = starts[sequence] + t
                    let y = ungated(row, e, states[t + 1])
                    out[row * channels + e] = gate.isEmpty ? y : y * Exact.silu(gate[row * channels + e])
                }
                final += states[lengths[sequence]]
            }
        }
        return (out, final)
    }

    func backward(dout: [Double], dfinal: [Double]) -> Gradients {
        func zeros(_ like: [Double]) -> [Double] { [Double](repeating: 0, count: like.count) }
        var gradients = Gradients(
            dx: zeros(x), dsteps: zeros(steps), dbias: zeros(bias), da: zeros(a), db: zeros(b), dc: zeros(c),
            dskip: zeros(skip), dgate: zeros(gate), dinitial: zeros(initial))
        for sequence in lengths.indices {
            for e in 0..<channels {
                retreat(sequence, e, dout: dout, dfinal: dfinal, into: &gradients)
            }
        }
        return gradients
    }

    /// The backward recurrence g(t) = decay(t + 1) g(t + 1) + c(t) dy(t) of one channel of one sequence.
    private func retreat(
        _ sequence: Int, _ e: Int, dout: [Double], dfinal: [Double], into gradients: inout Gradients
    ) {
        let own = (sequence * channels + e) * state
        let states = states(of: sequence, e)
        var flow = (0..<state).map { dfinal[own + $0] }
        for t in (0..<lengths[sequence]).reversed() {
            let row = starts[sequence] + t
            let place = row * channels + e
            let (step, x, h) = (step(row, e), x[place], states[t + 1])
            var dy = dout[place]
            if !gate.isEmpty {
                let open = Exact.sigmoid(gate[place])
                gradients.dgate[place] = dy * ungated(row, e, h) * open * (1 + gate[place] * (1 - open))
                dy *= gate[place] * open
            }
            if !skip.isEmpty {
                gradients.dskip[e] += dy * x
                gradients.dx[place] += dy * skip[e]
            }
            var dstep = 0.0
            for n in 0..<state {
                let (rate, b) = (a[e * state + n], b[row * state + n])
                let decay = exp(step * rate)
                let g = flow[n] + c[row * state + n] * dy
                gradients.dc[row * state + n] += h[n] * dy
                gradients.db[row * state + n] += g * step * x
                gradients.dx[place] += g * step * b
                gradients.da[e * state + n] += g * step * decay * states[t][n]
                dstep += g * (rate * decay * states[t][n] + b * x)
                flow[n] = g * decay
            }
            let raw = steps[place] + (bias.isEmpty ? 0 : bias[e])
            let slope = bias.isEmpty || raw > 20 ? 1 : Exact.sigmoid(raw)
            gradients.dsteps[place] = dstep * slope
            if !bias.isEmpty { gradients.dbias[e] += dstep * slope }
        }
        if !initial.isEmpty {
            for n in 0..<state { gradients.dinitial[own + n] = flow[n] }
        }
    }
}
