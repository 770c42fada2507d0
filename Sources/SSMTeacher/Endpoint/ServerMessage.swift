import Foundation

/// What a server says when it does not answer, in any of the forms that servers use.
struct ServerMessage: Decodable, Sendable {
    /// The words, on one line.
    let text: String
    /// The error's name, where it has one.
    let code: String?

    /// The message of a response's body; without words where there are none.
    init(body: [UInt8]) {
        if let message = try? JSONDecoder().decode(ServerMessage.self, from: Data(body)) {
            self = message
        } else {
            (text, code) = (Self.beginning(of: body), nil)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case error, message, detail, code, type
    }

    /// Decodes a text, `{"error": …}`, or an object with `message` or `detail`.
    ///
    /// - Throws: `DecodingError` for anything else.
    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (self.text, code) = (Self.oneLine(text), nil)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let inner = try? container.decode(ServerMessage.self, forKey: .error) {
            self = inner
            return
        }
        let words =
            (try? container.decode(String.self, forKey: .message))
            ?? (try? container.decode(String.self, forKey: .detail))
        guard let words else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no message"))
        }
        text = Self.oneLine(words)
        code =
            (try? container.decode(String.self, forKey: .code)) ?? (try? container.decode(String.self, forKey: .type))
    }

    /// The first characters of some bytes, on one line.
    static func beginning(of bytes: [UInt8]) -> String {
        oneLine(String(decoding: bytes.prefix(1000), as: UTF8.self))
    }

    /// A text without line ends and control characters, and not too long to be shown.
    private static func oneLine(_ text: String) -> String {
        let words = text.prefix(1000).split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } }
        let line = words.joined(separator: " ")
        return line.count > 300 ? line.prefix(300) + "…" : line
    }
}
