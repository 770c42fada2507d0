import SSMTensor
import SSMText

/// A token a byte, and one special token: the least tokenizer whose tokens cut characters.
///
/// With fallback, a run of bytes is text only if all of it is valid, as `ByteFallback` of the `tokenizers` package
/// decodes it, and ids from 257 on are whole words with a space before; one space at the start of a text is stripped.
struct ByteTokenizer: Tokenizer {
    static let words = [" ", " é", " word", " \u{FFFD}", " 日本", "x"]
    static let special: TokenID = 256

    let hasFallback: Bool

    var vocabularySize: Int { hasFallback ? 257 + Self.words.count : 257 }
    var endOfText: TokenID { Self.special }
    var json: String { "" }

    func encode(_ text: String) -> [TokenID] { text.utf8.map { TokenID($0) } }
    func isSpecial(_ id: TokenID) -> Bool { id == Self.special }
    func id(of token: String) -> TokenID? { token == "<end>" ? Self.special : nil }
    func textDependsOnNext(_ id: TokenID) -> Bool { hasFallback && id < 256 }

    func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
        var bytes: [UInt8] = []
        var run: [UInt8] = []
        func endRun() {
            bytes +=
                String(validating: run, as: UTF8.self) == nil
                ? Array(String(repeating: "\u{FFFD}", count: run.count).utf8) : run
            run = []
        }
        for id in ids where !(skippingSpecialTokens && isSpecial(id)) {
            switch (id, hasFallback) {
            case (..<256, true): run.append(UInt8(id))
            case (..<256, false): bytes.append(UInt8(id))
            case (Self.special, _):
                endRun()
                bytes += Array("<end>".utf8)
            default:
                endRun()
                bytes += Array(Self.words[Int(id) - 257].utf8)
            }
        }
        endRun()
        if hasFallback, bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
