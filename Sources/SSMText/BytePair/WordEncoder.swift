import SSMTensor

/// Encodes the words of texts, with a memory of the last ones.
///
/// Sound as `Sendable`: `WordEncoderPool` hands one to one call at a time.
final class WordEncoder: @unchecked Sendable {
    private let model: BytePairModel
    private var cache = WordCache()
    private var merger = WordMerger()

    init(_ model: BytePairModel) {
        self.model = model
    }

    /// Adds the tokens of a word.
    ///
    /// - Parameter isWhole: whether the word is one, and not only the part of one: only a whole word can be a token
    ///   without merges.
    func append(_ bytes: Span<UInt8>, _ word: Range<Int>, isWhole: Bool, to tokens: inout [TokenID]) {
        if word.count <= WordCache.longestWord && isWhole {
            appendShort(bytes, word, isWhole: true, to: &tokens)
            return
        }
        if isWhole, let token = model.wholeWord(bytes, word) {
            tokens.append(token)
            return
        }
        guard let boundaries = model.boundaries else {
            appendMerged(bytes, word, to: &tokens)
            return
        }
        var start = word.lowerBound
        while start < word.upperBound {
            let end = nextBoundary(boundaries, bytes, from: start, in: word)
            appendShort(bytes, start..<end, isWhole: false, to: &tokens)
            start = end
        }
        merger.trim()
    }

    private func nextBoundary(
        _ boundaries: HardBoundaries, _ bytes: Span<UInt8>, from start: Int, in word: Range<Int>
    ) -> Int {
        if model.isByteLevel {
            var position = start + 1
            while position < word.upperBound,
                !boundaries.separates(UInt32(bytes[position - 1]), UInt32(bytes[position]))
            { position += 1 }
            return position
        }
        var left = bytes.scalar(at: start)
        var position = start + left.byteCount
        while position < word.upperBound {
            let right = bytes.scalar(at: position)
            if boundaries.separates(left.value, right.value) && model.isKnown(left) { return position }
            left = right
            position += right.byteCount
        }
        return position
    }

    /// Adds the tokens of a word that may be in the cache. Parts of words and whole words share it: they differ only
    /// where whole words can be tokens without merges, and there parts are not kept.
    private func appendShort(_ bytes: Span<UInt8>, _ word: Range<Int>, isWhole: Bool, to tokens: inout [TokenID]) {
        guard word.count <= WordCache.longestWord, isWhole || !model.options.ignoresMerges else {
            appendMerged(bytes, word, to: &tokens)
            return
        }
        let hash = ByteMap.hash(bytes, word)
        if cache.append(bytes, word, hash: hash, to: &tokens) { return }
        let first = tokens.count
        if let token = model.wholeWord(bytes, word) {
            tokens.append(token)
        } else {
            appendMerged(bytes, word, to: &tokens)
        }
        cache.insert(bytes, word, hash: hash, tokens[first...])
    }

    private func appendMerged(_ bytes: Span<UInt8>, _ word: Range<Int>, to tokens: inout [TokenID]) {
        merger.tokens.removeAll(keepingCapacity: true)
        model.appendSymbols(of: bytes, word, to: &merger.tokens)
        merger.merge(with: model.merges)
        tokens.append(contentsOf: merger.tokens)
    }
}
