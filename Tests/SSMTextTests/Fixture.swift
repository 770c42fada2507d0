import Foundation

/// Files in Tests/Fixtures/tokenizers.
enum Fixture {
    /// The text of a file.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: url(name), encoding: .utf8)
    }

    /// The place of a file.
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/tokenizers/\(name)")
    }
}
