import Foundation
import SSMText

/// A `tokenizer.json` written by the tests.
enum TinyTokenizer {
    /// The text of a file.
    ///
    /// - Parameters:
    ///   - tokens: the vocabulary; `</s>` follows it, which ends a text.
    ///   - parts: other members of the file as JSON, by their names.
    ///   - options: other members of the model as JSON, by their names.
    static func json(
        _ tokens: [String], merges: String = "[]", parts: [String: String] = [:], options: [String: String] = [:]
    ) -> String {
        let entries = (tokens + ["</s>"]).enumerated().map { "\(quoted($1)): \($0)" }
        let model =
            [#""type": "BPE""#, #""vocab": {\#(entries.joined(separator: ", "))}"#, #""merges": \#(merges)"#]
            + options.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }
        let members =
            [#""version": "1.0""#, #""model": {\#(model.joined(separator: ", "))}"#]
            + parts.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }
        return "{\(members.joined(separator: ", "))}"
    }

    /// The tokenizer of such a file.
    static func make(
        _ tokens: [String], merges: String = "[]", parts: [String: String] = [:], options: [String: String] = [:]
    ) throws -> any Tokenizer {
        try TokenizerFile.tokenizer(json: json(tokens, merges: merges, parts: parts, options: options))
    }

    /// A text as JSON, every character of it as it is.
    static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: (try? encoder.encode(text)) ?? Data(), as: UTF8.self)
    }
}
