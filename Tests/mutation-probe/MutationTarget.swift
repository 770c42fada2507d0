import SSMTensor

/// A reader of files that strangers write, as the probe feeds it.
protocol MutationTarget {
    /// The next input, a changed copy of the file that the target was made with.
    func mutant(using generator: inout RandomGenerator) -> [UInt8]

    /// Whether the reader takes the input; false when it refuses it with an error of its own.
    ///
    /// - Throws: any other error, which ends the probe.
    func accepts(_ input: [UInt8]) throws -> Bool
}
