import CSSMKernels
import Testing

/// A causal convolution over packed sequences: its inputs, its definition in double precision, and its kernel.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    let lengths: [Int]
    let channels: Int
    let width: Int
    var hasBias = true
    var hasInitial = true
    var isActivated = true

    var testDescription: String {
        "\(lengths) rows, \(channels) channels, width \(width)"
            + (hasBias ? ", bias" : "") + (hasInitial ? ", initial" : "") + (isActivated ? ", silu" : "")
    }

    static let all: [ConvolutionCase] = [
        ConvolutionCase(lengths: [], channels: 3, width: 4),
        ConvolutionCase(lengths: [0], channels: 3, width: 4),
        ConvolutionCase(lengths: [1], channels: 1, width: 1),
        ConvolutionCase(lengths: [1, 0, 2, 5], channels: 7, width: 4),
        ConvolutionCase(lengths: [3, 1], channels: 16, width: 4, hasBias: false),
        ConvolutionCase(lengths: [2, 0, 4], channels: 17, width: 3, hasInitial: false),
        ConvolutionCase(lengths: [9], channels: 5, width: 8, isActivated: false),
        ConvolutionCase(lengths: [4], channels: 131, width: 2, hasBias: false, hasInitial: false, isActivated: false),
        ConvolutionCase(lengths: [1, 2], channels: 147, width: 4),
    ]

    var rows: Int { lengths.reduce(0, +) }
    var starts: [Int64] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int64($1)) } }
    var stateCount: Int { lengths.count * (width - 1) * channels }

    private var numbers: Numbers { Numbers(seed: 9) }
    var x: [Float] { numbers.uniform("x", rows * channels) }
    var weight: [Float] { numbers.uniform("weight", channels * width) }
    var bias: [Float] { hasBias ? numbers.uniform("bias", channels) : [] }
    var initial: [Float] { hasInitial ? numbers.uniform("initial", stateCount) : [] }
    var dout: [Float] { numbers.uniform("dout", rows * channels) }
    var dfinal: [Float] { numbers.uniform("dfinal", stateCount) }

    /// The output (T, E) and the last rows (S, K - 1, E), by definition.
    func exact(
        x: [Double], weight: [Double], bias: [Double], initial: [Double]
    ) -> (out: [Double], final: [Double]) {
        var (out, final): ([Double], [Double]) = ([], [])
        var first = 0
        for (sequence, length) in lengths.enumerated() {
            let kept = width - 1
            func padded(_ position: Int, _ channel: Int) -> Double {
                if position >= 0 { return x[(first + position) * channels + channel] }
                if initial.isEmpty { return 0 }
                return initial[(sequence * kept + kept + position) * channels + channel]
            }
            for t in 0..<length {
                for e in 0..<channels {
                    let sum = (0..<width).reduce(bias.isEmpty ? 0 : bias[e]) {
                        $0 + weight[e * width + $1] * padded(t + $1 - kept, e)
                    }
                    out.append(isActivated ? Exact.silu(sum) : sum)
                }
            }
            for row in 0..<kept {
                for e in 0..<channels { final.append(padded(length - kept + row, e)) }
            }
            first += length
        }
        return (out, final)
    }

    /// What the forward kernel writes when the channels are given to it in `ranges`.
    func forward(_ path: Path, ranges: [Range<Int>]) -> (out: [Float], final: [Float]) {
        let (out, final) = (GuardedFloats(count: rows * channels), GuardedFloats(count: stateCount))
        withKernel { kernel in
            for range in ranges {
                ssm_conv_forward(
                    path.kernel, kernel, out.pointer, final.pointer, Int64(range.lowerBound), Int64(range.upperBound))
            }
        }
        return (out.result("out"), final.result("final"))
    }

    struct Gradients { let dx, dweight, dbias, dinitial: [Float] }

    func backward(_ path: Path, ranges: [Range<Int>]) -> Gradients {
        let (dx, dweight) = (GuardedFloats(count: rows * channels), GuardedFloats(count: channels * width))
        let (dbias, dinitial) = (GuardedFloats(count: bias.count), GuardedFloats(count: initial.count))
        let (upstream, last) = (GuardedFloats(dout), GuardedFloats(dfinal))
        withKernel { kernel in
            for range in ranges {
                ssm_conv_backward(
                    path.kernel, kernel, upstream.pointer, last.pointer, dx.pointer, dweight.pointer,
                    hasBias ? dbias.pointer : nil, hasInitial ? dinitial.pointer : nil, Int64(range.lowerBound),
                    Int64(range.upperBound))
            }
        }
        return Gradients(
            dx: dx.result("dx"), dweight: dweight.result("dweight"), dbias: dbias.result("dbias"),
            dinitial: dinitial.result("dinitial"))
    }

    private func withKernel(_ body: (UnsafePointer<ssm_conv>) -> Void) {
        let (input, factors) = (GuardedFloats(x), GuardedFloats(weight))
        let (offset, before) = (GuardedFloats(bias), GuardedFloats(initial))
        starts.withUnsafeBufferPointer { starts in
            var kernel = ssm_conv(
                channels: Int64(channels), width: Int64(width), sequences: Int64(lengths.count),
                starts: starts.baseAddress, x: input.pointer, weight: factors.pointer,
                bias: hasBias ? offset.pointer : nil, initial: hasInitial ? before.pointer : nil, silu: isActivated)
            body(&kernel)
        }
    }
}
