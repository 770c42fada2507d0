import Foundation

/// A folder that is gone after a test.
struct TemporaryFolder {
    let url: URL

    /// A file or folder in it.
    func child(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Works in a new folder and removes it.
    nonisolated(nonsending) static func with<Result>(
        _ body: (TemporaryFolder) async throws -> Result
    ) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ssmreport-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(TemporaryFolder(url: url))
    }
}
