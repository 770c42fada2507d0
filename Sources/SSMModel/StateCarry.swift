import SSMTensor

/// States of all sequences of one kind in one layer, carried from chunk to chunk.
struct StateCarry {
    private let initial: Tensor?
    private var finished: [Int: Tensor] = [:]

    /// - Parameter initial: (S, …) or nil for zero.
    init(initial: Tensor?) {
        self.initial = initial
    }

    /// States with which these sequences go on: (sequences, …); nil when all are zero.
    func states(of sequences: Range<Int>, shape: [Int], on device: Device) -> Tensor? {
        guard let carried = finished[sequences.lowerBound] else { return initial?.rows(sequences) }
        guard sequences.count > 1 else { return carried }
        let rest = (sequences.lowerBound + 1)..<sequences.upperBound
        return .concatenating([carried, initial?.rows(rest) ?? .zeros([rest.count] + shape, on: device)])
    }

    /// Remembers the states after a chunk: (sequences, …).
    mutating func update(_ states: Tensor, of sequences: Range<Int>) {
        for (index, sequence) in sequences.enumerated() {
            finished[sequence] = sequences.count == 1 ? states : states.rows(index..<(index + 1))
        }
    }

    /// States of all sequences: (S, …).
    func all(count: Int, shape: [Int], on device: Device) -> Tensor {
        guard count > 0 else { return .zeros([0] + shape, on: device) }
        if count == 1 { return finished[0] ?? initial ?? .zeros([1] + shape, on: device) }
        return .concatenating(
            (0..<count).map { finished[$0] ?? initial?.rows($0..<($0 + 1)) ?? .zeros([1] + shape, on: device) })
    }
}
