package import Foundation
import SSMStore

/// A file of JSON records, one a line, that only grows.
///
/// A process that is killed may leave its last line torn. Reading leaves such a line out and opening for writing cuts
/// it off; a damaged line before the last is an error, because something else than a kill made it.
package struct JSONLines<Record: Codable & Sendable>: Sendable {
    /// The file.
    package let url: URL

    /// The records in a file, which need not be there yet.
    package init(_ url: URL) {
        self.url = url
    }

    /// All whole records in order, and how many bytes of a torn last line follow them.
    ///
    /// - Throws: `RecordError.unreadable` or `.damagedLine`.
    package func read() throws(RecordError) -> (records: [Record], tornBytes: Int) {
        guard FileManager.default.fileExists(atPath: url.path) else { return ([], 0) }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.relativePath, reason: UnreadableFile.reason(url.path, error))
        }
        var records: [Record] = []
        var start = bytes.startIndex
        let decoder = JSONDecoder()
        while start < bytes.endIndex {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { break }
            do {
                records.append(try decoder.decode(Record.self, from: bytes[start..<end]))
            } catch {
                guard end == bytes.index(before: bytes.endIndex) else {
                    throw .damagedLine(
                        path: url.relativePath, line: records.count + 1, reason: JSONProblem.words(error))
                }
                break
            }
            start = end + 1
        }
        return (records, bytes.endIndex - start)
    }

    /// Opens the file for appending, after a torn last line is cut off.
    ///
    /// - Throws: `RecordError`.
    package func appender() throws(RecordError) -> JSONLinesAppender<Record> {
        let torn = try read().tornBytes
        return try JSONLinesAppender(url, cuttingOff: torn)
    }
}

/// Appends records to a JSONL file; each call leaves a whole line behind.
package struct JSONLinesAppender<Record: Codable & Sendable>: ~Copyable {
    private let url: URL
    private let descriptor: Int32
    private let encoder: JSONEncoder

    fileprivate init(_ url: URL, cuttingOff tornBytes: Int) throws(RecordError) {
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(url, errno: errno) }
        if tornBytes > 0 {
            let end = lseek(descriptor, 0, SEEK_END)
            guard ftruncate(descriptor, end - off_t(tornBytes)) == 0 else {
                let code = errno
                close(descriptor)
                throw .unwritable(url, errno: code)
            }
        }
        self.url = url
        self.descriptor = descriptor
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit {
        close(descriptor)
    }

    /// Appends one record.
    ///
    /// - Throws: `RecordError.unwritable`.
    package func append(_ record: Record) throws(RecordError) {
        let bytes: Data
        do {
            bytes = try encoder.encode(record)
        } catch {
            throw .unwritable(path: url.relativePath, reason: "\(error)")
        }
        try FileDescriptor.write(bytes + Data("\n".utf8), to: descriptor, of: url)
    }

    /// Makes all records so far durable.
    ///
    /// - Throws: `RecordError.unwritable`.
    package func sync() throws(RecordError) {
        guard fsync(descriptor) == 0 else { throw .unwritable(url, errno: errno) }
    }
}
