package import Foundation
import SSMStore

/// Values in JSON files: written durably, indented and with sorted keys, so that two can be compared by eye.
package enum JSONFile {
    /// Writes a value.
    ///
    /// - Throws: `RecordError.unwritable`.
    package static func write(_ value: some Encodable, to url: URL) throws(RecordError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes: Data
        do {
            bytes = try encoder.encode(value)
        } catch {
            throw .unwritable(path: url.relativePath, reason: "\(error)")
        }
        try publish(bytes + Data("\n".utf8), to: url)
    }

    /// Reads a value.
    ///
    /// - Throws: `RecordError.unreadable`.
    package static func read<Value: Decodable>(_ type: Value.Type, from url: URL) throws(RecordError) -> Value {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.relativePath, reason: UnreadableFile.reason(url.path, error))
        }
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch {
            throw .unreadable(path: url.relativePath, reason: JSONProblem.words(error))
        }
    }

    /// Reads a value, or nil when the file is not there.
    ///
    /// - Throws: `RecordError.unreadable`.
    package static func readIfPresent<Value: Decodable>(
        _ type: Value.Type, from url: URL
    ) throws(RecordError) -> Value? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return try read(type, from: url)
    }

    /// Writes a text.
    ///
    /// - Throws: `RecordError.unwritable`.
    package static func write(text: String, to url: URL) throws(RecordError) {
        try publish(Data(text.utf8), to: url)
    }

    private static func publish(_ bytes: Data, to url: URL) throws(RecordError) {
        try RunFolder.create(url.deletingLastPathComponent())
        do {
            try writeAtomically(bytes, to: url)
        } catch .writeFailed(let path, let reason) {
            throw .unwritable(path: path, reason: reason)
        } catch {
            throw .unwritable(path: url.relativePath, reason: error.description)
        }
    }
}
