import SSMTensor

/// Where an example stands: all that is kept of it in memory.
package struct InstructionEntry: Sendable, Hashable {
    /// The index of its file.
    let file: Int32
    /// The number of its row, from 1.
    let row: Int32
    /// Where the row begins in the file.
    let offset: Int
    /// The bytes of the row.
    let length: Int32
    /// A number of its prompt, by which copies are found.
    let fingerprint: UInt64
}

extension [InstructionEntry] {
    /// Parts the examples: some for validation, chosen by random numbers that depend on nothing but their count, and
    /// for training those with other prompts.
    func parted(holdingOut share: Double) -> (training: [InstructionEntry], heldOut: [InstructionEntry]) {
        var generator = RandomKey(seed: 0).folding("instructions").folding("held-out").generator
        var prompts: Set<UInt64> = []
        let held = Int((share * Double(count)).rounded(.up))
        let heldOut = generator.distinct(held, below: count).map { self[$0] }
            .filter { prompts.insert($0.fingerprint).inserted }
        return (filter { !prompts.contains($0.fingerprint) }, heldOut)
    }
}
