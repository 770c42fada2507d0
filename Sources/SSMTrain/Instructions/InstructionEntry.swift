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
