import CSSMKernels
import Testing

/// The inputs of a selective scan over packed sequences. Optional inputs are empty when they are absent.
struct ScanInputs: Sendable {
    let lengths: [Int]
    let channels: Int
    let state: Int
    var x, steps, bias, a, b, c, skip, gate, initial: [Float]

    var rows: Int { lengths.reduce(0, +) }
    var starts: [Int64] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int64($1)) } }
    var stateCount: Int { lengths.count * channels * state }

    /// The part of one sequence from a row on, with its own initial state.
    func part(of sequence: Int, rows range: Range<Int>, initial: [Float]) -> ScanInputs {
        let first = Int(starts[sequence]) + range.lowerBound
        func rows(_ values: [Float], _ columns: Int) -> [Float] {
            values.isEmpty ? [] : Array(values[first * columns..<(first + range.count) * columns])
        }
        return ScanInputs(
            lengths: [range.count], channels: channels, state: state, x: rows(x, channels),
            steps: rows(steps, channels), bias: bias, a: a, b: rows(b, state), c: rows(c, state), skip: skip,
            gate: rows(gate, channels), initial: initial)
    }

    /// The initial state of one sequence.
    func initial(of sequence: Int) -> [Float] {
        let size = channels * state
        return initial.isEmpty ? [] : Array(initial[sequence * size..<(sequence + 1) * size])
    }
}

/// A shape of a scan, from which inputs are drawn.
struct ScanCase: Sendable, CustomTestStringConvertible {
    let lengths: [Int]
    let channels: Int
    let state: Int
    var hasBias = true
    var hasSkip = true
    var hasGate = true
    var hasInitial = true

    var testDescription: String {
        let parts = [(hasBias, "bias"), (hasSkip, "skip"), (hasGate, "gate"), (hasInitial, "initial")]
        let given = parts.filter(\.0).map(\.1).joined(separator: ", ")
        return "\(lengths) rows, \(channels) channels, \(state) states, \(given)"
    }

    // Lengths around the span of 32 rows, channels around the block of 16, states that fill tiles of 8, 4 and 1.
    static let all: [ScanCase] = [
        ScanCase(lengths: [], channels: 3, state: 2),
        ScanCase(lengths: [0], channels: 5, state: 16),
        ScanCase(lengths: [1], channels: 1, state: 1),
        ScanCase(lengths: [5, 0, 1, 33], channels: 17, state: 5),
        ScanCase(lengths: [32], channels: 16, state: 16, hasInitial: false),
        ScanCase(lengths: [31, 32, 33], channels: 16, state: 8, hasGate: false),
        ScanCase(lengths: [65, 0, 1], channels: 37, state: 18),
        ScanCase(lengths: [101], channels: 48, state: 16, hasBias: false),
        ScanCase(lengths: [3, 2], channels: 5, state: 64, hasSkip: false),
        ScanCase(lengths: [2, 40], channels: 20, state: 31, hasBias: false, hasSkip: false, hasGate: false),
        ScanCase(lengths: [4], channels: 3, state: 256),
        ScanCase(lengths: [7, 3], channels: 13, state: 32, hasInitial: false),
    ]

    var inputs: ScanInputs {
        let numbers = Numbers(seed: 10)
        let (rows, sequences) = (lengths.reduce(0, +), lengths.count)
        return ScanInputs(
            lengths: lengths, channels: channels, state: state, x: numbers.uniform("x", rows * channels),
            // Before softplus steps may have any sign, and some are beyond 20, where softplus is the identity.
            steps: numbers.uniform("steps", rows * channels, in: hasBias ? -4...1.5 : 0.01...1).enumerated().map {
                hasBias && $0.offset % 29 == 28 ? 21 : $0.element
            },
            bias: hasBias ? numbers.uniform("bias", channels) : [],
            a: numbers.uniform("a", channels * state, in: -3...(-0.05)), b: numbers.uniform("b", rows * state),
            c: numbers.uniform("c", rows * state), skip: hasSkip ? numbers.uniform("skip", channels) : [],
            gate: hasGate ? numbers.uniform("gate", rows * channels, in: -4...4) : [],
            initial: hasInitial ? numbers.uniform("initial", sequences * channels * state) : [])
    }

    var dout: [Float] { Numbers(seed: 11).uniform("dout", lengths.reduce(0, +) * channels) }
    var dfinal: [Float] { Numbers(seed: 11).uniform("dfinal", lengths.count * channels * state) }
}
