package import Foundation
import SSMStore

/// The metrics of training in a file: one row of JSON a line, only ever appended to.
package struct MetricsLog {
    private let url: URL
    private let handle: FileHandle

    /// Opens the file for a stage that has made `step` steps: its later rows, which will come again, are removed.
    ///
    /// Rows of other stages stay.
    ///
    /// - Throws: `TrainingError.metrics` for a file that holds something else, `StoreError.writeFailed`.
    package init(_ url: URL, stage: String, keepingThrough step: Int) throws {
        let kept = try MetricsLog.rows(in: url).filter { $0.stage != stage || $0.step <= step }
        try writeAtomically(kept.map { try MetricsLog.line(of: $0) }.joined(), to: url)
        self.url = url
        do {
            handle = try FileHandle(forWritingTo: url)
            try handle.seekToEnd()
        } catch {
            throw MetricsLog.failure(at: url, error)
        }
    }

    /// Appends a row.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package func append(_ row: MetricsRow) throws {
        let line = try MetricsLog.line(of: row)
        do {
            try handle.write(contentsOf: Data(line.utf8))
        } catch {
            throw MetricsLog.failure(at: url, error)
        }
    }

    /// Makes the rows durable.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package func synchronize() throws {
        do {
            try handle.synchronize()
        } catch {
            throw MetricsLog.failure(at: url, error)
        }
    }

    /// The rows of a file; none where there is no file.
    ///
    /// - Throws: `TrainingError.metrics` that names the line.
    /// - Edge cases: a last line that was cut off by a crash does not count.
    package static func rows(in url: URL) throws(TrainingError) -> [MetricsRow] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        let content: Data
        do {
            content = try Data(contentsOf: url)
        } catch {
            throw .metrics(file: url.path, problem: "cannot be read: \(UnreadableFile.reason(url.path, error))")
        }
        let newline = UInt8(ascii: "\n")
        var lines = content.split(separator: newline, omittingEmptySubsequences: false)
        lines.removeLast()
        var rows: [MetricsRow] = []
        for (index, line) in lines.enumerated() {
            guard let row = try? JSONDecoder().decode(MetricsRow.self, from: line) else {
                throw .metrics(file: url.path, problem: "line \(index + 1) is no row of metrics; move the file away")
            }
            rows.append(row)
        }
        return rows
    }

    private static func line(of row: MetricsRow) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(row), as: UTF8.self) + "\n"
    }

    private static func failure(at url: URL, _ error: any Error) -> StoreError {
        .writeFailed(path: url.path, reason: error.localizedDescription)
    }
}
