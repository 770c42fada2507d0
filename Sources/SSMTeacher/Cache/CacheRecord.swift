import Crypto

/// One line of a cache's file: a checksum, and what it is the checksum of.
///
///     {"checksum":"<16 digits>","key":"<64 digits>","kind":"answer","content":{…}}
///
/// The line is JSON for other programs. Here it is read by its bytes, whose order is fixed, so that opening a cache of
/// long requests decodes none of them.
struct CacheRecord {
    /// What a record holds.
    enum Kind: String, CaseIterable {
        /// A request and its answer.
        case answer
        /// What a verifier said of an answer.
        case verdict
    }

    let key: RequestKey
    let kind: Kind
    /// The JSON of what the record holds.
    let content: [UInt8]

    /// A record of some JSON, which has no line end outside its texts, and none but escaped ones inside.
    init(key: RequestKey, kind: Kind, content: [UInt8]) {
        self.key = key
        self.kind = kind
        self.content = content
    }

    /// The line, with its end.
    var line: [UInt8] {
        let head = "\"key\":\"\(key.hexadecimal)\",\"kind\":\"\(kind.rawValue)\",\"content\":"
        let checked = Array(head.utf8) + content + Array("}".utf8)
        return Array(Self.opening.utf8) + Self.checksum(of: checked) + Array(Self.closing.utf8) + checked + [0x0A]
    }

    /// The record of a line without its end; nil for a line that is not what was written.
    init?(line: some RandomAccessCollection<UInt8>) {
        var rest = line[...]
        func skip(_ text: String) -> Bool {
            guard rest.starts(with: text.utf8) else { return false }
            rest = rest.dropFirst(text.utf8.count)
            return true
        }
        func take(_ count: Int) -> String {
            defer { rest = rest.dropFirst(count) }
            return String(decoding: rest.prefix(count), as: UTF8.self)
        }

        guard skip(Self.opening) else { return nil }
        let checksum = take(Self.checksumDigits)
        guard skip(Self.closing), rest.last == UInt8(ascii: "}"),
            checksum.utf8.elementsEqual(Self.checksum(of: Array(rest))), skip("\"key\":\"")
        else { return nil }
        key = RequestKey(hexadecimal: take(64))
        guard skip("\",\"kind\":\""), let kind = Kind.allCases.first(where: { skip($0.rawValue + "\",\"content\":") })
        else { return nil }
        self.kind = kind
        content = Array(rest.dropLast())
    }

    private static let opening = "{\"checksum\":\""
    private static let closing = "\","
    private static let checksumDigits = 16

    /// The first digits of the SHA-256, against accidents and not against anybody who wants to deceive.
    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return SHA256.hash(data: bytes).prefix(checksumDigits / 2).flatMap {
            [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
        }
    }
}
