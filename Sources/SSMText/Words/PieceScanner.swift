/// Where one piece of a text ends: the rule that `WordTokenizer` and the regular expression in its file share.
enum PieceScanner {
    static let space = UInt8(ascii: " ")
    static let bar = UInt8(ascii: "|")
    static let lessThan = UInt8(ascii: "<")

    /// The same rule for the `Split` of a `tokenizer.json`: a word with at most one space before it, or one character.
    static let pattern = #" ?[A-Za-z\x{80}-\x{10FFFF}]+|[\x00-\x7F]"#

    /// The end of the piece that begins at a position.
    ///
    /// - Precondition: `start` is inside `bytes`.
    static func end(in bytes: [UInt8], from start: Int) -> Int {
        var end = start
        if bytes[end] == space { end += 1 }
        while end < bytes.count, isLetter(bytes[end]) { end += 1 }
        return max(end, start + 1)
    }

    /// Whether the bytes are exactly one piece.
    static func isOnePiece(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && end(in: Array(bytes), from: 0) == bytes.count
    }

    /// Whether an entry is a special token, which is found before the text is split into pieces.
    static func isSpecial(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count > 1 && (bytes.starts(with: "<|".utf8) || bytes.elementsEqual("|>".utf8))
    }

    /// ASCII letters, and every byte of a character outside ASCII.
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
