package import SSMContext
import SSMStore
package import SSMText

/// Prepared examples to train on, read from their file when their turn comes.
///
/// In memory are some numbers of each example. A file that is written to meanwhile is an error.
package struct PreparedData: Sendable {
    /// What was asked for.
    package let configuration: PreparedConfiguration
    /// What there is, and what was left out.
    package let report: InstructionReport
    /// The examples that training sees.
    package let training: [InstructionEntry]
    /// The examples that only validation sees, in the order in which it takes them.
    package let heldOut: [InstructionEntry]

    private let file: InputFile
    private let stamp: FileStamp

    /// Counts what the file holds, with lengths in tokens of a tokenizer.
    ///
    /// - Throws: `StoreError`, `InstructionError`.
    package init(
        _ configuration: PreparedConfiguration, tokenizer: any Tokenizer,
        onProgress: (InstructionProgress) -> Void = { _ in }
    ) throws {
        self.configuration = configuration
        file = try InputFile(path: configuration.path)
        stamp = try file.stamp
        let digest = try file.digest(from: 0).hexadecimal
        let index = try PreparedIndex(
            file, limits: configuration.limits, tokenizer: tokenizer, onProgress: onProgress)
        (training, heldOut) = index.entries.parted(holdingOut: configuration.limits.heldOut)
        guard !training.isEmpty else { throw InstructionError.nothingToTrain(kept: index.entries.count) }
        report = InstructionReport(
            files: [.init(path: file.path, bytes: file.size, digest: digest)], sources: [index.counts],
            training: training.count, heldOut: heldOut.count,
            copies: index.entries.count - training.count - heldOut.count)
        try checkUnchanged()
    }

    /// The example of an entry, read from the file.
    ///
    /// - Throws: `StoreError`; `InstructionError` when the file was changed since its lines were counted.
    package func example(of entry: InstructionEntry) throws -> TrainingExample {
        try checkUnchanged()
        let bytes = try file.bytes(entry.offset..<entry.offset + Int(entry.length))
        let row = try PreparedRow(
            FileRecord(bytes: bytes, offset: entry.offset, number: Int(entry.row)), path: file.path)
        guard row.entry == entry else { throw InstructionError.changed(path: file.path) }
        return row.example
    }

    /// An example as training takes it: with the token that ends a text behind an answer that it ends in, unless it is
    /// there, and its prompt cut.
    package func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample {
        configuration.limits.shaped(example, with: tokenizer)
    }

    private func checkUnchanged() throws {
        guard try file.stamp == stamp else { throw InstructionError.changed(path: file.path) }
    }
}
