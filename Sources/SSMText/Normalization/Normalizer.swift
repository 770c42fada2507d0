/// What is done to a text before it is split.
///
/// - Source: the normalizers of the `tokenizers` package, 0.23.
indirect enum Normalizer: Sendable {
    case form(UnicodeForm)
    case lowercase
    case strip(left: Bool, right: Bool)
    case stripAccents
    case replace(TextPattern, with: [UInt8])
    case prepend([UInt8])
    case byteLevel
    case nmt
    case sequence([Normalizer])

    /// Normalizes a text that is not empty.
    ///
    /// - Parameter ends: which ends of the text are ends of what is normalized as one.
    /// - Throws: `TokenizerError.patternTooSlow`, `TokenizerError.textGrows`.
    func apply(to text: inout NormalizedText, ends: TextEnds = TextEnds()) throws(TokenizerError) {
        try apply(to: &text, ends: ends, limit: TextGrowth.limit(for: text.bytes.count))
    }

    private func apply(to text: inout NormalizedText, ends: TextEnds, limit: Int) throws(TokenizerError) {
        switch self {
        case .form(let form): form.apply(to: &text)
        case .lowercase: Self.lowercase(&text)
        case .strip(let left, let right):
            Self.strip(&text, left: left && ends.isStart, right: right && ends.isEnd)
        case .stripAccents:
            text.mapScalars { scalar, result in
                if !scalar.isCombiningMark { result.append(scalar) }
            }
        case .replace(let pattern, let content): try Self.replace(pattern, with: content, in: &text, limit: limit)
        case .prepend(let prefix):
            guard ends.isStart, !text.bytes.isEmpty else { return }
            text.bytes.insert(contentsOf: prefix, at: 0)
            if text.originBytes > 0 { text.originBytes += prefix.count }
        case .byteLevel: ByteAlphabet.write(&text)
        case .nmt: Self.nmt(&text)
        case .sequence(let normalizers):
            for normalizer in normalizers { try normalizer.apply(to: &text, ends: ends, limit: limit) }
        }
        guard text.bytes.count <= limit else { throw .textGrows(component: "normalizer") }
    }

    private static func lowercase(_ text: inout NormalizedText) {
        text.mapScalars { scalar, result in
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                result.append(byte &- 65 < 26 ? byte | 0x20 : byte)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
    }

    private static func strip(_ text: inout NormalizedText, left: Bool, right: Bool) {
        let source = text.bytes
        let span = source.span
        var (start, end) = (0, span.count)
        while left, start < end, case let scalar = span.scalar(at: start), scalar.properties.isWhitespace {
            start += scalar.byteCount
        }
        while right, end > start, case let scalar = span.scalar(before: end), scalar.properties.isWhitespace {
            end -= scalar.byteCount
        }
        guard start > 0 || end < span.count else { return }
        text.bytes = Array(source[start..<end])
        text.originBytes = max(0, min(text.originBytes, end) - start)
    }

    private static func replace(
        _ pattern: TextPattern, with content: [UInt8], in text: inout NormalizedText, limit: Int
    ) throws(TokenizerError) {
        let source = text.bytes
        var result: [UInt8] = []
        result.reserveCapacity(source.count + source.count / 4)
        var origin = 0
        var end = 0
        try pattern.forEachMatch(in: source, range: 0..<source.count) { match in
            // What is too long already is refused as a whole.
            guard result.count <= limit else { return }
            result.append(contentsOf: source[end..<match.lowerBound])
            if end < text.originBytes { origin = result.count - max(0, match.lowerBound - text.originBytes) }
            result.append(contentsOf: content)
            // What is put in stands for the last character of what it replaces.
            if match.upperBound <= text.originBytes { origin = result.count }
            end = match.upperBound
        }
        result.append(contentsOf: source[end...])
        if end < text.originBytes { origin = result.count - (source.count - text.originBytes) }
        text.bytes = result
        text.originBytes = origin
    }

    /// What SentencePiece's neural-machine-translation rule does besides composing: control characters go, other
    /// spaces become spaces.
    private static func nmt(_ text: inout NormalizedText) {
        text.mapScalars { scalar, result in
            if let scalar = nmt(scalar) { result.append(scalar) }
        }
    }

    static func nmt(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: nil
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: " "
        default: scalar
        }
    }
}
