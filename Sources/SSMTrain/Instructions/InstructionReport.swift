/// What files of examples hold and what was left out of them, and why.
package struct InstructionReport: Codable, Sendable, Hashable {
    /// One file, as it was read.
    package struct File: Codable, Sendable, Hashable {
        /// Its path.
        package let path: String
        /// Its bytes.
        package let bytes: Int
        /// The SHA-256 of its content in hexadecimal.
        package let digest: String
    }

    /// The files.
    package let files: [File]
    /// What became of the rows, for each source.
    package let sources: [InstructionCounts]
    /// Examples that training sees.
    package let training: Int
    /// Examples that only validation sees.
    package let heldOut: Int
    /// Examples that nothing sees, because their prompt is one of those that are held out.
    package let copies: Int

    /// The report in lines for a person.
    package var lines: [String] {
        let rest = copies > 0 ? ", \(copies) with the same prompt left out" : ""
        return sources.map(\.text) + ["\(training) examples to train on, \(heldOut) held out\(rest)"]
    }
}
