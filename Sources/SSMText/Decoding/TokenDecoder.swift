/// How the texts of tokens become a text.
///
/// - Source: the decoders of the `tokenizers` package, 0.23.
indirect enum TokenDecoder: Sendable {
    case byteLevel
    case byteFallback
    case fuse
    case metaspace(replacement: Unicode.Scalar, dropsFirst: Bool)
    case replace(TextPattern, with: [UInt8])
    case strip(Unicode.Scalar, start: Int, stop: Int)
    case bytePair(suffix: [UInt8])
    case sequence([TokenDecoder])

    /// Decodes the texts of tokens.
    func apply(to texts: TokenTexts) -> TokenTexts {
        switch self {
        case .byteLevel: return Self.byteLevel(texts)
        case .byteFallback: return Self.byteFallback(texts)
        case .fuse:
            var fused = texts
            fused.fuse()
            return fused
        case .metaspace(let replacement, let dropsFirst):
            return texts.map { index, text, result in
                for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                    if scalar != replacement {
                        result.append(scalar)
                    } else if index > 0 || !dropsFirst {
                        result.append(UInt8(ascii: " "))
                    }
                }
            }
        case .replace(let pattern, let content): return Self.replace(pattern, with: content, in: texts)
        case .strip(let scalar, let start, let stop):
            let mark = Array(String(scalar).utf8)
            return texts.map { _, text, result in
                var rest = text
                for _ in 0..<min(start, text.count) where rest.starts(with: mark) { rest = rest.dropFirst(mark.count) }
                for _ in 0..<min(stop, text.count) where rest.suffix(mark.count).elementsEqual(mark) {
                    rest = rest.dropLast(mark.count)
                }
                result.append(contentsOf: rest)
            }
        case .bytePair(let suffix):
            let last = texts.count - 1
            return texts.map { index, text, result in
                Self.replace(suffix, in: text, with: index == last ? [] : [UInt8(ascii: " ")], &result)
            }
        case .sequence(let steps): return steps.reduce(texts) { $1.apply(to: $0) }
        }
    }

    /// A token whose characters all stand for bytes is these bytes; bytes that are not UTF-8 become U+FFFD.
    private static func byteLevel(_ texts: TokenTexts) -> TokenTexts {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.bytes.count)
        for index in 0..<texts.count {
            let text = texts[index]
            let start = bytes.count
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                guard let byte = ByteAlphabet.byte(of: scalar) else {
                    bytes.removeSubrange(start...)
                    bytes.append(contentsOf: text)
                    break
                }
                bytes.append(byte)
            }
        }
        var result = TokenTexts()
        result.append(String(decoding: bytes, as: UTF8.self).utf8)
        return result
    }

    /// Rows of tokens such as <0xE2> are the text of these bytes, or U+FFFD for each where they are not UTF-8.
    private static func byteFallback(_ texts: TokenTexts) -> TokenTexts {
        var result = TokenTexts()
        var pending: [UInt8] = []
        func flush() {
            if pending.isEmpty { return }
            if String(validating: pending, as: UTF8.self) != nil {
                result.append(pending)
            } else {
                for _ in pending { result.append("\u{FFFD}".utf8) }
            }
            pending = []
        }
        for index in 0..<texts.count {
            if let byte = byte(of: texts[index]) {
                pending.append(byte)
            } else {
                flush()
                result.append(texts[index])
            }
        }
        flush()
        return result
    }

    /// The byte of a token such as <0xE2>; the package takes <0x+F> for 15 too.
    static func byte(of token: ArraySlice<UInt8>) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token.last == UInt8(ascii: ">") else { return nil }
        return UInt8(String(decoding: token.dropFirst(3).prefix(2), as: UTF8.self), radix: 16)
    }

    /// A pattern that is too slow for a token leaves the token as it is: decoding cannot fail.
    private static func replace(
        _ pattern: TextPattern, with content: [UInt8], in texts: TokenTexts
    ) -> TokenTexts {
        texts.map { _, text, result in
            let token = Array(text)
            let start = result.count
            var parts: [UInt8] = []
            var end = 0
            do throws(TokenizerError) {
                // The package does not look for matches in an empty text.
                if !token.isEmpty {
                    try pattern.forEachMatch(in: token, range: 0..<token.count) { match in
                        parts.append(contentsOf: token[end..<match.lowerBound])
                        parts.append(contentsOf: content)
                        end = match.upperBound
                    }
                }
                result.append(contentsOf: parts)
                result.append(contentsOf: token[end...])
            } catch {
                result.removeSubrange(start...)
                result.append(contentsOf: token)
            }
        }
    }

    /// Replaces a text inside a token; an empty one stands between all characters.
    private static func replace(
        _ text: [UInt8], in token: ArraySlice<UInt8>, with content: [UInt8], _ result: inout [UInt8]
    ) {
        if text.isEmpty {
            result.append(contentsOf: content)
            for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
                result.append(scalar)
                result.append(contentsOf: content)
            }
            return
        }
        var rest = token
        while let first = rest.first {
            if rest.starts(with: text) {
                result.append(contentsOf: content)
                rest = rest.dropFirst(text.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
    }
}
