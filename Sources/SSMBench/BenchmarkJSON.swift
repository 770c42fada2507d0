import Foundation

/// How reports are written for programs.
enum BenchmarkJSON {
    /// A list as JSON for people too: indented, keys in the order of the alphabet.
    static func text(_ rows: [some Encodable]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(rows), as: UTF8.self)
    }
}
