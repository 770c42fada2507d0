/// How far the rows of a file have been counted.
package struct InstructionProgress: Sendable, Hashable {
    /// The file.
    package let path: String
    /// Bytes that have been read.
    package let done: Int
    /// Bytes of the file.
    package let total: Int
}
