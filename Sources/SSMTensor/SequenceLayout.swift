/// Where each sequence of a packed batch begins: rows of all sequences lie end to end, nothing is padded.
public struct SequenceLayout: Sendable, Hashable {
    /// First row of each sequence, then the number of rows: (S + 1), from 0, not decreasing.
    public let starts: [Int]

    /// A layout of sequences with these numbers of rows.
    ///
    /// - Precondition: no length is negative.
    public init(lengths: [Int]) {
        var starts = [0]
        starts.reserveCapacity(lengths.count + 1)
        for length in lengths {
            precondition(length >= 0, "SequenceLayout: the length \(length) is negative")
            starts.append(starts[starts.count - 1] + length)
        }
        self.starts = starts
    }

    /// Number of sequences, S.
    public var count: Int { starts.count - 1 }

    /// Number of rows of all sequences, T.
    public var rows: Int { starts[starts.count - 1] }

    /// Number of rows of one sequence.
    public func length(of sequence: Int) -> Int {
        starts[sequence + 1] - starts[sequence]
    }

    /// Numbers of rows of all sequences: (S).
    public var lengths: [Int] {
        (0..<count).map(length(of:))
    }

    /// Rows of one sequence.
    public func range(of sequence: Int) -> Range<Int> {
        starts[sequence]..<starts[sequence + 1]
    }
}
