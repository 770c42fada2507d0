import Foundation
package import SSMContext
import SSMStore
package import SSMText

/// Instructions to train on, read from their files when their turn comes.
///
/// In memory are some numbers of each example. The files stay open, so that one that is replaced is still read as it
/// was, and one that is written to is an error.
package struct InstructionData: Sendable {
    /// What was asked for.
    package let configuration: InstructionConfiguration
    /// What there is, and what was left out.
    package let report: InstructionReport
    /// The examples that training sees.
    package let training: [InstructionEntry]
    /// The examples that only validation sees, in the order in which it takes them.
    package let heldOut: [InstructionEntry]

    private let files: [InputFile]
    private let stamps: [FileStamp]

    /// Counts what the files hold, with lengths in tokens of a tokenizer.
    ///
    /// - Throws: `StoreError`, `InstructionError`.
    package init(
        _ configuration: InstructionConfiguration, tokenizer: any Tokenizer,
        onProgress: (InstructionProgress) -> Void = { _ in }
    ) throws {
        self.configuration = configuration
        var paths: [String] = []
        for source in configuration.sources where !paths.contains(source.path) { paths.append(source.path) }
        files = try paths.map(Self.open)
        stamps = try files.map { file in try file.stamp }
        let digests = try files.map { try $0.digest(from: 0) }
        let index = try InstructionIndex(
            configuration, files: files, tokenizer: tokenizer, onProgress: onProgress)
        guard !index.entries.isEmpty else { throw InstructionError.nothingKept(counts: index.counts.map(\.text)) }
        (training, heldOut) = index.entries.parted(holdingOut: configuration.limits.heldOut)
        guard !training.isEmpty else { throw InstructionError.nothingToTrain(kept: index.entries.count) }
        report = InstructionReport(
            files: zip(files, digests).map { file, digest in
                .init(path: file.path, bytes: file.size, digest: digest.hexadecimal)
            },
            sources: index.counts, training: training.count, heldOut: heldOut.count,
            copies: index.entries.count - training.count - heldOut.count)
        for file in files.indices { try checkUnchanged(file) }
    }

    private static func open(_ path: String) throws -> InputFile {
        if URL(fileURLWithPath: path).pathExtension.lowercased() == "parquet" {
            throw InstructionError.unsupported(
                path: path, reason: "a Parquet file is not read; convert it to one JSON object a line (JSONL) first")
        }
        return try InputFile(path: path)
    }

    /// The sample of an example, read from its file.
    ///
    /// - Throws: `StoreError`; `InstructionError` when the file was changed since its rows were counted.
    package func sample(of entry: InstructionEntry) throws -> Sample {
        let index = Int(entry.file)
        try checkUnchanged(index)
        let file = files[index]
        let bytes = try file.bytes(entry.offset..<entry.offset + Int(entry.length))
        let record = FileRecord(bytes: bytes, offset: entry.offset, number: Int(entry.row))
        guard let format = configuration.sources.first(where: { $0.path == file.path })?.format else {
            preconditionFailure("InstructionData: no source reads the file \(file.path)")
        }
        let row = try InstructionRow(record, format: format, path: file.path)
        guard row.fingerprint == entry.fingerprint else { throw InstructionError.changed(path: file.path) }
        let id = "\(URL(fileURLWithPath: file.path).lastPathComponent):\(entry.row)"
        return Sample(
            id: id, task: "instructions", context: [Passage(text: row.prompt)],
            questions: [Question(query: "", cue: "", answers: [row.response], target: row.response)],
            length: configuration.limits.truncateTo, group: id, chance: 0, maximumAnswerTokens: configuration.longest)
    }

    /// An example as training takes it: with the token that ends a text, and its prompt cut.
    package func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample {
        example.ended(by: tokenizer.endOfText)
            .cut(to: configuration.limits.truncateTo, keepingFirst: configuration.limits.keepFirst)
    }

    private func checkUnchanged(_ index: Int) throws {
        guard try files[index].stamp == stamps[index] else { throw InstructionError.changed(path: files[index].path) }
    }
}
