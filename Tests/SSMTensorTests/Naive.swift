import SSMTensor

/// Slow references in double precision, row-major.
enum Naive {
    static func doubles(_ tensor: Tensor) -> [Double] { tensor.values.map { Double($0) } }

    static func softplus(_ x: Double) -> Double { x > 20 ? x : Portable.log(1 + Portable.exp(x)) }
    static func sigmoid(_ x: Double) -> Double { 1 / (1 + Portable.exp(-x)) }
    static func silu(_ x: Double) -> Double { x * sigmoid(x) }

    /// left (M, K) · right (K, N).
    static func product(_ left: [Double], _ right: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
        var result = [Double](repeating: 0, count: m * n)
        for row in 0..<m {
            for inner in 0..<k {
                let factor = left[row * k + inner]
                for column in 0..<n { result[row * n + column] += factor * right[inner * n + column] }
            }
        }
        return result
    }

    static func transpose(_ values: [Double], rows: Int, columns: Int) -> [Double] {
        var result: [Double] = []
        for column in 0..<columns {
            for row in 0..<rows { result.append(values[row * columns + column]) }
        }
        return result
    }

    /// Output (T, E) and state (S, K - 1, E) of a causal convolution.
    static func convolution(
        _ x: Tensor, weight: Tensor, bias: Tensor?, layout: SequenceLayout, initial: Tensor?, silu: Bool
    ) -> (output: [Double], state: [Double]) {
        let (channels, width) = (x.columns, weight.columns)
        let (xs, ws) = (doubles(x), doubles(weight))
        var (output, state): ([Double], [Double]) = ([], [])
        for sequence in 0..<layout.count {
            let before = (width - 1) * channels
            var padded =
                initial.map { Array(doubles($0)[(sequence * before)..<((sequence + 1) * before)]) }
                ?? [Double](repeating: 0, count: before)
            let range = layout.range(of: sequence)
            padded += xs[(range.lowerBound * channels)..<(range.upperBound * channels)]
            for row in 0..<range.count {
                for channel in 0..<channels {
                    var sum = bias.map { Double($0.values[channel]) } ?? 0
                    for tap in 0..<width {
                        sum += ws[channel * width + tap] * padded[(row + tap) * channels + channel]
                    }
                    output.append(silu ? Naive.silu(sum) : sum)
                }
            }
            state += padded.suffix(before)
        }
        return (output, state)
    }

    /// Output (T, E) and state (S, E, N) of a selective scan.
    static func scan(_ scan: SelectiveScan) -> (output: [Double], state: [Double]) {
        let (channels, states) = (scan.x.columns, scan.a.columns)
        let (x, steps, a, b, c) = (
            doubles(scan.x), doubles(scan.steps), doubles(scan.a), doubles(scan.b), doubles(scan.c)
        )
        let (bias, skip, gate) = (scan.stepBias.map(doubles), scan.skip.map(doubles), scan.gate.map(doubles))
        var output = [Double](repeating: 0, count: x.count)
        var state =
            scan.initial.map(doubles)
            ?? [Double](repeating: 0, count: scan.layout.count * channels * states)
        for sequence in 0..<scan.layout.count {
            for row in scan.layout.range(of: sequence) {
                for channel in 0..<channels {
                    let place = row * channels + channel
                    let step = bias.map { softplus(steps[place] + $0[channel]) } ?? steps[place]
                    var sum = (skip?[channel] ?? 0) * x[place]
                    for n in 0..<states {
                        let h = (sequence * channels + channel) * states + n
                        state[h] =
                            Portable.exp(step * a[channel * states + n]) * state[h]
                            + step * b[row * states + n] * x[place]
                        sum += c[row * states + n] * state[h]
                    }
                    output[place] = sum * (gate.map { silu($0[place]) } ?? 1)
                }
            }
        }
        return (output, state)
    }
}
