/// How a normalized text is split into the words that byte pairs are merged in.
///
/// - Source: the pre-tokenizers of the `tokenizers` package, 0.23.
indirect enum PreTokenizer: Sendable {
    /// `writesAlphabet`: whether bytes become their characters; the last step leaves that to the vocabulary.
    case byteLevel(addsPrefixSpace: Bool, regex: RegularExpression?, writesAlphabet: Bool)
    case split(TextPattern, SplitBehavior, isInverted: Bool)
    case metaspace(replacement: Unicode.Scalar, prepends: PrependScheme, splits: Bool)
    case whitespace
    case whitespaceSplit
    case digits(individual: Bool)
    case punctuation(SplitBehavior)
    case characterDelimiter(Unicode.Scalar)
    case sequence([PreTokenizer])

    /// Where `Metaspace` puts its character before a text.
    enum PrependScheme: String, Sendable {
        case first, never, always
    }

    /// The expression of GPT-2.
    static let byteLevelPattern =
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

    /// Splits the pieces further.
    ///
    /// - Parameter isStart: whether the first piece is the start of what is split as one: only there the first step may
    ///   put something before it.
    /// - Throws: `TokenizerError.patternTooSlow`, `TokenizerError.textGrows`.
    func apply(to list: inout PieceList, isStart: Bool = true) throws(TokenizerError) {
        try apply(to: &list, isStart: isStart, limit: TextGrowth.limit(for: list.bytes.count))
    }

    private func apply(to list: inout PieceList, isStart: Bool, limit: Int) throws(TokenizerError) {
        switch self {
        case .byteLevel(let addsPrefixSpace, let regex, let writesAlphabet):
            if addsPrefixSpace { Self.addPrefixSpaces(&list, isStart: isStart) }
            if let regex {
                try list.split { bytes, piece, result throws(TokenizerError) in
                    try Self.isolate(.regex(regex, source: Self.byteLevelPattern), in: bytes, piece, &result)
                }
            }
            if writesAlphabet {
                list.rewrite { piece, _, result in
                    for byte in piece { result.append(contentsOf: ByteAlphabet.names[Int(byte)]) }
                }
            }
        case .split(let pattern, let behavior, let isInverted):
            try list.split { bytes, piece, result throws(TokenizerError) in
                if behavior == .isolated {
                    try Self.isolate(pattern, in: bytes, piece, &result)
                } else {
                    let parts = try Self.parts(of: piece, in: bytes, pattern, isInverted: isInverted)
                    behavior.addPieces(of: parts, to: &result)
                }
            }
        case .metaspace(let replacement, let scheme, let splits):
            Self.replaceSpaces(&list, by: replacement, scheme, isStart: isStart)
            if splits { Self.split(&list, .mergedWithNext) { $0 == replacement } }
        case .whitespace: list.split { bytes, piece, result in Self.addWords(of: piece, in: bytes, to: &result) }
        case .whitespaceSplit: Self.split(&list, .removed) { $0.properties.isWhitespace }
        case .digits(let individual): Self.split(&list, individual ? .isolated : .contiguous) { $0.isNumeric }
        case .punctuation(let behavior): Self.split(&list, behavior) { $0.isSplittingPunctuation }
        case .characterDelimiter(let delimiter): Self.split(&list, .removed) { $0 == delimiter }
        case .sequence(let steps):
            for (index, step) in steps.enumerated() {
                try step.apply(to: &list, isStart: isStart || index > 0, limit: limit)
            }
        }
        guard list.bytes.count <= limit else { throw .textGrows(component: "pre_tokenizer") }
    }

    /// Splits at the characters of a class.
    private static func split(
        _ list: inout PieceList, _ behavior: SplitBehavior, where isDelimiter: (Unicode.Scalar) -> Bool
    ) {
        list.split { bytes, piece, result in
            let span = bytes.span
            var parts: [SplitBehavior.Part] = []
            var (start, position) = (piece.lowerBound, piece.lowerBound)
            while position < piece.upperBound {
                let scalar = span.scalar(at: position)
                let end = position + scalar.byteCount
                if isDelimiter(scalar) {
                    if start < position { parts.append(.init(range: start..<position, isMatch: false)) }
                    parts.append(.init(range: position..<end, isMatch: true))
                    start = end
                }
                position = end
            }
            if start < position { parts.append(.init(range: start..<position, isMatch: false)) }
            behavior.addPieces(of: parts, to: &result)
        }
    }

    /// Adds matches and what is between them, each for itself.
    private static func isolate(
        _ pattern: TextPattern, in bytes: [UInt8], _ piece: Range<Int>, _ result: inout [Range<Int>]
    ) throws(TokenizerError) {
        var end = piece.lowerBound
        var found = result
        result = []
        try pattern.forEachMatch(in: bytes, range: piece) { match in
            if end < match.lowerBound { found.append(end..<match.lowerBound) }
            if !match.isEmpty { found.append(match) }
            end = match.upperBound
        }
        if end < piece.upperBound { found.append(end..<piece.upperBound) }
        result = found
    }

    private static func parts(
        of piece: Range<Int>, in bytes: [UInt8], _ pattern: TextPattern, isInverted: Bool
    ) throws(TokenizerError) -> [SplitBehavior.Part] {
        var parts: [SplitBehavior.Part] = []
        var end = piece.lowerBound
        try pattern.forEachMatch(in: bytes, range: piece) { match in
            if end != match.lowerBound { parts.append(.init(range: end..<match.lowerBound, isMatch: isInverted)) }
            parts.append(.init(range: match, isMatch: !isInverted))
            end = match.upperBound
        }
        if end != piece.upperBound { parts.append(.init(range: end..<piece.upperBound, isMatch: isInverted)) }
        return parts
    }

    /// Runs of word characters, and runs of what is neither a word character nor a space.
    private static func addWords(of piece: Range<Int>, in bytes: [UInt8], to result: inout [Range<Int>]) {
        let span = bytes.span
        var run: (start: Int, isWord: Bool)?
        var position = piece.lowerBound
        while position < piece.upperBound {
            let scalar = span.scalar(at: position)
            let isWord = scalar.isWord
            let isSpace = !isWord && scalar.properties.isWhitespace
            if let open = run, isSpace || isWord != open.isWord {
                result.append(open.start..<position)
                run = nil
            }
            if run == nil && !isSpace { run = (position, isWord) }
            position += scalar.byteCount
        }
        if let run { result.append(run.start..<position) }
    }

    private static func addPrefixSpaces(_ list: inout PieceList, isStart: Bool) {
        if list.pieces.dropFirst(isStart ? 0 : 1).allSatisfy({ list.bytes[$0.lowerBound] == 0x20 }) { return }
        var continues = !isStart
        list.rewrite { piece, _, result in
            if !continues && piece.first != 0x20 { result.append(0x20) }
            continues = false
            result.append(contentsOf: piece)
        }
    }

    private static func replaceSpaces(
        _ list: inout PieceList, by replacement: Unicode.Scalar, _ scheme: PrependScheme, isStart: Bool
    ) {
        let mark = Array(String(replacement).utf8)
        var continues = !isStart
        list.rewrite { piece, isOrigin, result in
            let prepends = scheme == .always || scheme == .first && isOrigin
            let isMarked = piece.starts(with: mark) || piece.first == 0x20
            if prepends && !continues && !isMarked { result.append(contentsOf: mark) }
            continues = false
            for byte in piece {
                if byte == 0x20 { result.append(contentsOf: mark) } else { result.append(byte) }
            }
        }
    }
}
