import Foundation

/// A folder that is deleted with the value that made it.
final class TemporaryFolder: Sendable {
    let url: URL

    init(_ name: String) throws {
        var path = Array(
            FileManager.default.temporaryDirectory.appendingPathComponent("ssmteacher-\(name)-XXXXXX").path.utf8CString)
        guard mkdtemp(&path) != nil else { throw CocoaError(.fileWriteUnknown) }
        url = URL(fileURLWithPath: String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Where the tests have their cache.
    var cache: URL { url.appendingPathComponent("answers.jsonl") }
}
