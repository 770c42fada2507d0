import Foundation
import SSMStore

/// A CSV of perplexities that grows with every run, so that one figure can show several stacks.
struct PerplexityFile {
    private let url: URL
    private let before: String

    /// Takes a file that is not there yet, is empty, or was written by this command.
    ///
    /// - Throws: `InputError.outputExists` for any other file.
    init(_ path: String) throws(InputError) {
        url = URL(fileURLWithPath: path)
        guard let content = try? Data(contentsOf: url), !content.isEmpty else {
            guard !FileManager.default.fileExists(atPath: path) || Self.isEmptyFile(path) else {
                throw .outputExists(path: path, content: "perplexities")
            }
            before = ""
            return
        }
        let text = String(decoding: content, as: UTF8.self)
        guard text.hasPrefix(PerplexityReport.header.joined(separator: ",") + "\n") else {
            throw .outputExists(path: path, content: "perplexities")
        }
        before = text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Writes what was there and the rows of a report.
    ///
    /// - Throws: `StoreError.writeFailed`.
    func write(_ report: PerplexityReport) throws(StoreError) {
        let lines = report.csv
        guard !before.isEmpty else { return try writeAtomically(lines, to: url) }
        try writeAtomically(before + lines.drop { $0 != "\n" }.dropFirst(), to: url)
    }

    private static func isEmptyFile(_ path: String) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return facts?[.type] as? FileAttributeType == .typeRegular && facts?[.size] as? Int == 0
    }
}
