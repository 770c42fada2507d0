import Foundation
import SSMText

/// Measures how fast a tokenizer is read and how fast it encodes a text, on one thread.
package struct EncodingBenchmark: Sendable {
    /// What was measured.
    package struct Report: Sendable, Codable {
        /// Bytes of the text.
        package let bytes: Int
        /// Tokens of the text.
        package let tokens: Int
        /// Seconds to make the tokenizer from its file.
        package let loadSeconds: Double
        /// Millions of bytes of text a second, of the fastest run of several.
        package let megabytesPerSecond: Double
        /// The same for decoding the tokens, as bytes of the text.
        package let decodedMegabytesPerSecond: Double

        /// An object with these keys.
        package var json: String {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys]
                return String(decoding: try encoder.encode(self), as: UTF8.self)
            }
        }

        /// The same in a line for people.
        package var line: String {
            String(
                format: "%d bytes, %d tokens: encoding %.2f MB/s, decoding %.2f MB/s, loading %.3f s", bytes, tokens,
                megabytesPerSecond, decodedMegabytesPerSecond, loadSeconds)
        }
    }

    private let json: String
    private let text: String

    /// A benchmark of the tokenizer of a `tokenizer.json` on a text.
    package init(json: String, text: String) {
        self.json = json
        self.text = text
    }

    /// Measures. Takes some seconds.
    ///
    /// - Throws: `TokenizerError`.
    package func run() throws -> Report {
        let loadSeconds = try Stopwatch.fastest { _ = try TokenizerFile.tokenizer(json: json, endOfText: 0) }
        let tokenizer = try TokenizerFile.tokenizer(json: json, endOfText: 0)
        let tokens = try tokenizer.encode(text)
        let encodingSeconds = try Stopwatch.fastest { _ = try tokenizer.encode(text) }
        let decodingSeconds = Stopwatch.fastest { _ = tokenizer.decode(tokens) }
        let megabytes = Double(text.utf8.count) / 1e6
        return Report(
            bytes: text.utf8.count, tokens: tokens.count, loadSeconds: loadSeconds,
            megabytesPerSecond: megabytes / encodingSeconds, decodedMegabytesPerSecond: megabytes / decodingSeconds)
    }
}
